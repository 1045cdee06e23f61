"""Climate-neutral: the goal that there is in English as well, in the second year's plan."""

from datetime import date

from demo.content.municipality import PLACE
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Amount,
    Assignment,
    AssignmentsSection,
    BudgetChange,
    Goal,
    Investment,
    InvestmentsSection,
    KeyFiguresSection,
)

VEHICLES = Assignment(
    key="climate-vehicles",
    title="Alla nämnder ska byta till fossiloberoende fordon när ett fordon ersätts.",
    responsible=("ALLA",),
    start_year=2023,
    end_year=2026,
    decision_reference="KF 2022-11-21 § 140",
)
SOLAR = Assignment(
    key="climate-solar",
    title="Bolagen ska sätta solceller på tak som läggs om, när det lönar sig under takets livslängd.",
    responsible=("RBAB", "REVAB"),
    start_year=2024,
    end_year=2027,
    decision_reference="KF 2023-11-20 § 118",
    quantity_target="15",
    quantity_unit="tak",
)
WASTE = Assignment(
    key="climate-food-waste",
    title="Minska matsvinnet i skolor, förskolor och särskilda boenden.",
    lead="BUN",
    responsible=("OSN",),
    start_year=2025,
    end_year=2026,
)

GOAL_2025 = Goal(
    slug="klimatneutral-2035",
    number="5",
    title="Mål: Klimatneutral 2035",
    statement=f"{PLACE} ska vara klimatneutralt senast 2035, och omställningen ska göra vardagen bättre.",
    scope_line="Målet handlar om energi, transporter, mat och hur vi tar hand om skog och vatten.",
    level_label="KF-mål",
    focus_area="plats",
    image="alven",
    sdgs=(7, 11, 12, 13, 15),
    political_text="""\
Älven och skogen har alltid varit grunden för livet här. De ger oss förnybar el, virke och friluftsliv, men de är också det som \
påverkas först när klimatet ändras. Vintrarna har blivit kortare och skyfallen kraftigare.

De största utsläppen kommer från transporter. I en gles kommun kan inte alla ta bussen, men fler kan samåka, arbeta på distans \
eller köra på el. Kommunens egna fordon ska gå före. Våra byggnader ska använda mindre energi, och maten vi serverar ska ätas upp.

Omställningen får inte bli en kostnad som läggs på den som har minst. Åtgärder som sparar både pengar och utsläpp görs först.""",
    sections=[
        AssignmentsSection(origin="council", items=[VEHICLES, SOLAR]),
        AssignmentsSection(
            origin="committee",
            items=[
                WASTE,
                Assignment(
                    key="climate-wetlands",
                    title="Återställa våtmarker på kommunens egen mark.",
                    responsible=("MBN",),
                    start_year=2024,
                    end_year=2026,
                    quantity_target="37.5",
                    quantity_unit="hektar",
                    decision_reference="MBN 2023-12-13 § 204",
                ),
            ],
        ),
        KeyFiguresSection(items=["energi", "vaxthusgaser", "fossiloberoende-fordon", "matsvinn"]),
        InvestmentsSection(
            unit="tkr",
            items=[
                Investment(
                    key="climate-energy",
                    name="Energieffektivisering av lokaler",
                    category="reinvestment",
                    lead="SBN",
                    responsible=("REVAB",),
                    amounts=(
                        Amount(year_from=2024, budget="6000", outcome="6430", deviation="-430"),
                        Amount(year_from=2025, budget="7500"),
                        Amount(year_from=2026, year_to=2028, budget="22500"),
                    ),
                    total_budget="36000",
                    budget_changes=(
                        BudgetChange(
                            date=date(2024, 6, 17),
                            amount="1500",
                            decision_reference="KF 2024-06-17 § 77",
                            note="Tillskott för bergvärme på Björkskolan.",
                        ),
                    ),
                ),
                Investment(
                    key="climate-charging",
                    name="Laddplatser vid kommunens arbetsplatser",
                    category="new",
                    responsible=("REVAB",),
                    amounts=(
                        Amount(year_from=2025, budget="1800", outcome="1655"),
                        Amount(year_from=2025, flow="income", budget="900", outcome="900"),
                    ),
                ),
            ],
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="climate-electric-vans",
                    text="Bytt ut 21 hemtjänstbilar mot elbilar.",
                    date=date(2025, 5, 5),
                    body="OSN",
                ),
                Accomplishment(
                    key="climate-wetland-storm",
                    text="Återställt 12 hektar våtmark vid Stormyran.",
                    date=date(2025, 9, 19),
                    image="alven",
                    body="MBN",
                ),
            ],
        ),
    ],
)

GOAL_2026 = Goal(
    slug="klimatneutral-2032",
    number="5",
    title="Mål: Klimatneutral 2032",
    statement=f"{PLACE} ska vara klimatneutralt senast 2032, och omställningen ska göra vardagen bättre.",
    scope_line="Målet handlar om energi, transporter, mat och hur vi tar hand om skog och vatten.",
    level_label="KF-mål",
    focus_area="plats",
    image="alven",
    previous_goal="klimatneutral-2035",
    sdgs=(7, 11, 12, 13, 15),
    political_text="""\
Utsläppen minskar snabbare än vi räknade med. Därför tidigarelägger vi målet med tre år. Det är en ambition, men också ett löfte \
till dem som investerar i ny teknik här.

Det som återstår är svårare än det vi har gjort. De tunga transporterna och uppvärmningen av äldre hus kräver samarbete med \
åkerier, fastighetsägare och grannkommuner.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                VEHICLES,
                SOLAR,
                Assignment(
                    key="climate-transport",
                    title="Kommunstyrelsen ska tillsammans med åkerier och grannkommuner ta fram en plan för laddning av tunga fordon.",
                    description="Planen ska visa minst tre platser och hur de kan få tillräcklig effekt.",
                    lead="KS",
                    responsible=("REVAB",),
                    start_year=2026,
                    end_year=2027,
                    decision_reference="KF 2025-11-17 § 133",
                ),
            ],
        ),
        AssignmentsSection(origin="committee", items=[WASTE]),
        KeyFiguresSection(
            items=[
                "energi",
                ("vaxthusgaser", "Uppgiften kommer två år i efterhand."),
                "fossiloberoende-fordon",
                "matsvinn",
            ]
        ),
        InvestmentsSection(
            unit="tkr",
            items=[
                Investment(
                    key="climate-energy",
                    name="Energieffektivisering av lokaler",
                    category="reinvestment",
                    lead="SBN",
                    responsible=("REVAB",),
                    amounts=(
                        Amount(year_from=2025, budget="7500", outcome="7188.4"),
                        Amount(year_from=2026, year_to=2028, budget="22500"),
                    ),
                    total_budget="36000",
                ),
            ],
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="climate-heat-pump",
                    text="Ersatt den sista oljepannan i kommunens fastigheter med bergvärme.",
                    date=date(2026, 1, 22),
                    image="alven",
                    body="SBN",
                ),
            ],
        ),
    ],
)
