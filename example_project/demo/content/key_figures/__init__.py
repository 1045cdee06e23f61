"""The key figures of the demo. Every number is invented, those of the nation and of other municipalities too."""

from demo.content.key_figures import democracy, place, welfare

KEY_FIGURES = [*democracy.KEY_FIGURES, *welfare.KEY_FIGURES, *place.KEY_FIGURES]
