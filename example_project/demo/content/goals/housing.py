"""A place to live and work in: land development with expenditure printed negative, as the books print it."""

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

PLANNING = Assignment(
    key="housing-land",
    title="Det ska alltid finnas minst 60 tomter för småhus till salu, varav minst 20 utanför centralorten.",
    lead="SBN",
    responsible=("KS",),
    start_year=2024,
    end_year=2027,
    decision_reference="KF 2023-11-20 § 118",
    quantity_target="60",
    quantity_unit="tomter",
)
QUAY_ROWS_2025 = (
    Investment(
        key="housing-quay",
        name="Sågverkskajen, etapp 1",
        row_kind="group",
        category="development",
        amounts=(
            Amount(year_from=2024, budget="-14200", outcome="-15118", deviation="-918"),
            Amount(year_from=2025, budget="-21600", outcome="-20940", deviation="660"),
            Amount(year_from=2025, flow="income", budget="9400", outcome="6150", deviation="-3250"),
        ),
        total_budget="-35800",
        planned_start="2022",
        planned_ready="2026",
        budget_changes=(
            BudgetChange(
                date=date(2024, 2, 26),
                amount="-3400",
                decision_reference="KF 2024-02-26 § 12",
                note="Sanering av mark, större än beräknat.",
            ),
        ),
    ),
    Investment(
        key="housing-quay-streets",
        name="Gator och ledningar",
        category="development",
        lead="SBN",
        responsible=("REVAB",),
        amounts=(
            Amount(year_from=2024, budget="-9700", outcome="-10022", deviation="-322"),
            Amount(year_from=2025, budget="-16100", outcome="-21152", deviation="-5052"),
        ),
    ),
    Investment(
        key="housing-quay-soil",
        name="Sanering",
        category="development",
        responsible=("SBN",),
        amounts=(
            # A single positive cell in a section of negative ones: the printed sum needs it as it stands.
            Amount(year_from=2024, budget="-4500", outcome="-5097", deviation="-597"),
            Amount(year_from=2025, budget="-5500", outcome="212", deviation="5712"),
        ),
    ),
    Investment(
        key="housing-quay-sales",
        name="Försäljning av byggrätter",
        category="development",
        responsible=("KS",),
        amounts=(Amount(year_from=2025, flow="income", budget="9400", outcome="6150", deviation="-3250"),),
    ),
)

GOAL_2025 = Goal(
    slug="en-plats-att-bo-och-verka-pa",
    number="6",
    title="Mål: En plats att bo och verka på",
    statement=f"Det ska vara lätt att bo, bygga och driva företag i hela {PLACE}.",
    scope_line="Målet handlar om bostäder, mark, vägar, bredband och näringsliv.",
    level_label="KF-mål",
    focus_area="plats",
    image="kajen",
    sdgs=(8, 9, 11),
    political_text="""\
På Sågverkskajen, där timret förr lastades, växer en ny stadsdel fram vid vattnet. Den ger plats åt ungefär 300 bostäder under de \
kommande tio åren. Lika viktigt är att det går att bygga i byarna. Därför håller vi tomter redo på fler ställen och ger besked om \
bygglov inom några veckor.

Företagen är många och små. De vill framför allt ha snabba svar, fungerande vägar och någon att rekrytera. Vi ska vara en kommun \
som frågar vad som behövs innan vi säger vad som gäller.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                PLANNING,
                Assignment(
                    key="housing-business-lane",
                    title="Företag ska ha en väg in till kommunen för alla tillstånd.",
                    lead="KS",
                    responsible=("MBN", "SBN", "GRN"),
                    start_year=2025,
                    end_year=2025,
                    decision_reference="KF 2024-11-18 § 121",
                ),
                Assignment(
                    key="housing-rentals",
                    title=f"{PLACE}bostäder AB ska påbörja minst 40 hyresrätter, varav hälften små och med låg hyra.",
                    responsible=("RBAB",),
                    start_year=2025,
                    end_year=2026,
                    quantity_target="40",
                    quantity_unit="bostäder",
                    decision_reference="KF 2024-11-18 § 125",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="housing-permits",
                    title="Ge besked i enkla bygglovsärenden inom tre veckor.",
                    responsible=("MBN",),
                    start_year=2025,
                    end_year=2025,
                ),
            ],
        ),
        KeyFiguresSection(
            items=[
                "fardigstallda-bostader",
                "handlaggningstid-bygglov",
                "foretagsklimat-placering",
                "foretagsklimat-index",
            ]
        ),
        InvestmentsSection(
            unit="tkr",
            sign="expenditure_negative",
            intro="Utgifter redovisas med minustecken och inkomster utan, så som i kommunens bokföring.",
            items=QUAY_ROWS_2025,
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="housing-first-homes",
                    text="Lämnat över nycklarna till de första 48 hushållen på Sågverkskajen.",
                    date=date(2025, 11, 14),
                    image="kajen",
                    body="SBN",
                ),
                Accomplishment(
                    key="housing-visits",
                    text="Besökt 62 företag. Det vanligaste önskemålet var tydligare besked om tidplaner.",
                    body="KS",
                ),
            ],
        ),
    ],
)

GOAL_2026 = Goal(
    slug="en-plats-att-bo-och-verka-pa",
    number="6",
    title="Mål: En plats att bo och verka på",
    statement=f"Det ska vara lätt att bo, bygga och driva företag i hela {PLACE}.",
    scope_line="Målet handlar om bostäder, mark, vägar, bredband och näringsliv.",
    level_label="KF-mål",
    focus_area="plats",
    image="kajen",
    previous_goal="en-plats-att-bo-och-verka-pa",
    sdgs=(8, 9, 11),
    political_text="""\
Byggandet har kommit i gång igen efter två svaga år. Den första etappen på Sågverkskajen är snart klar, och vi förbereder den andra i \
lugn takt. Kommunen ska inte bygga mer än vad som efterfrågas.

För företagen fortsätter arbetet med en väg in. Nästa steg är att alla besked ska innehålla ett datum för när nästa besked kommer.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                PLANNING,
                Assignment(
                    key="housing-rentals",
                    title=f"{PLACE}bostäder AB ska påbörja minst 40 hyresrätter, varav hälften små och med låg hyra.",
                    responsible=("RBAB",),
                    start_year=2025,
                    end_year=2026,
                    quantity_target="40",
                    quantity_unit="bostäder",
                    decision_reference="KF 2024-11-18 § 125",
                ),
            ],
        ),
        AssignmentsSection(origin="committee"),
        KeyFiguresSection(
            items=[
                "fardigstallda-bostader",
                "handlaggningstid-bygglov",
                "foretagsklimat-placering",
                "foretagsklimat-index",
            ]
        ),
        InvestmentsSection(
            unit="tkr",
            sign="expenditure_negative",
            items=[
                Investment(
                    key="housing-quay",
                    name="Sågverkskajen, etapp 1",
                    category="development",
                    lead="SBN",
                    responsible=("REVAB",),
                    amounts=(
                        Amount(year_from=2025, budget="-21600", outcome="-20940", deviation="660"),
                        Amount(year_from=2026, budget="-4800"),
                        Amount(year_from=2026, flow="income", budget="11300"),
                    ),
                    total_budget="-40600",
                    planned_start="2022",
                    planned_ready="2026",
                ),
                Investment(
                    key="housing-quay-second",
                    name="Sågverkskajen, etapp 2",
                    category="development",
                    responsible=("SBN",),
                    amounts=(Amount(year_from=2027, year_to=2030, budget="-52000"),),
                    planned_start="tidigast 2027",
                ),
            ],
        ),
        AccomplishmentsSection(),
    ],
)
