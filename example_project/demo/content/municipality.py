"""The municipality of the demo: Rönnsele is invented.

No municipality of that name exists in Sweden. Its people, bodies, texts and every figure, those given for the nation
and for other municipalities included, are made up for the demo. This is the one place that states the name.
"""

PLACE = "Rönnsele"
NAME = f"{PLACE} kommun"
NAME_EN = f"{PLACE} Municipality"
FIGURES_SOURCE = "Påhittade siffror för exempelkommunen"
