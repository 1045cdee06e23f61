"""The plans of two years; eight goals each."""

from datetime import date

from demo.content.goals import care, climate, culture, employer, finance, housing, preparedness, school, steering
from demo.content.municipality import FIGURES_SOURCE, NAME
from demo.content.shapes import Plan

PLAN_2025 = Plan(
    year=2025,
    slug="mal-och-budget-2025",
    title="Mål och budget 2025",
    period_from=date(2025, 1, 1),
    period_to=date(2025, 12, 31),
    decision_reference="KF 2024-11-18 § 121",
    adopted_on=date(2024, 11, 18),
    intro=f"""\
Här är de mål som kommunfullmäktige i {NAME} har beslutat om för 2025, med flerårsplan för 2026 och 2027. Varje mål har uppdrag, \
nyckeltal och investeringar. Under rubriken ”För att nå målet har vi bland annat” berättar vi vad som hittills har gjorts.

{FIGURES_SOURCE}.""",
    goals=[
        steering.GOAL_2025,
        school.GOAL_2025,
        care.GOAL_2025,
        culture.GOAL_2025,
        climate.GOAL_2025,
        housing.GOAL_2025,
        employer.GOAL_2025,
        finance.GOAL_2025,
    ],
)

PLAN_2026 = Plan(
    year=2026,
    slug="mal-och-budget-2026",
    title="Mål och budget 2026",
    period_from=date(2026, 1, 1),
    period_to=date(2026, 12, 31),
    decision_reference="KF 2025-11-17 § 133",
    adopted_on=date(2025, 11, 17),
    intro=f"""\
Här är fullmäktiges mål för 2026. Sju av dem fortsätter från 2025, ett är nytt: Redo tillsammans. Målet om kultur och fritid har gått \
över i kultur- och fritidsnämndens egen plan.

{FIGURES_SOURCE}.""",
    goals=[
        steering.GOAL_2026,
        school.GOAL_2026,
        care.GOAL_2026,
        preparedness.GOAL_2026,
        climate.GOAL_2026,
        housing.GOAL_2026,
        employer.GOAL_2026,
        finance.GOAL_2026,
    ],
)

PLANS = [PLAN_2025, PLAN_2026]
