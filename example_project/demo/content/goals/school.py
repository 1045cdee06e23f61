"""Every child reaches further: a goal with a large investment in groups and rows."""

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

READING = Assignment(
    key="school-reading",
    title="Alla elever ska kunna läsa med flyt när de lämnar årskurs 1.",
    description="Barn- och utbildningsnämnden ska införa gemensam kartläggning i förskoleklass och årskurs 1, och sätta in stöd "
    "inom två veckor när den visar att det behövs. Biblioteken bidrar med läsfrämjande insatser.",
    lead="BUN",
    responsible=("KFN",),
    start_year=2024,
    end_year=2026,
    decision_reference="KF 2023-11-20 § 118",
)
ABSENCE = Assignment(
    key="school-absence",
    title="Skolans och socialtjänstens arbete med elever som har hög frånvaro ska samordnas, så att varje familj har en kontaktväg "
    "in och en gemensam plan senast fyra veckor efter att skolan har uppmärksammat frånvaron.",
    responsible=("BUN", "OSN"),
    start_year=2025,
    end_year=2026,
    decision_reference="KF 2024-11-18 § 121",
)
BJORK_CHANGES = (
    BudgetChange(
        date=date(2023, 6, 19),
        amount="8.5",
        decision_reference="KF 2023-06-19 § 74",
        note="Dyrare grundläggning efter geoteknisk undersökning.",
    ),
    BudgetChange(
        date=date(2024, 11, 18),
        amount="12.0",
        decision_reference="KF 2024-11-18 § 124",
        note="Index och tillagt tillagningskök.",
    ),
    BudgetChange(
        date=date(2025, 3, 31),
        amount="-1.5",
        decision_reference="KS 2025-03-31 § 41",
        note="Omfördelat till skolgården i Hällbo.",
    ),
)

GOAL_2025 = Goal(
    slug="varje-barn-nar-langre",
    number="2",
    title="Mål: Varje barn når längre",
    statement=f"Alla barn och unga i {PLACE} ska lära, må bra och gå ut skolan med framtiden öppen.",
    scope_line="Målet handlar om förskola, grundskola, gymnasium och skolans samarbete med andra.",
    level_label="KF-mål",
    focus_area="uppvaxt",
    image="skolan",
    sdgs=(4, 5, 10),
    political_text="""\
Skolan är det viktigaste vi gör tillsammans. Resultaten i grundskolan har ökat tre år i rad, men fortfarande går ungefär vart \
sjunde barn ut nian utan behörighet till gymnasiet. Bakom varje procentenhet finns ett tiotal unga människor. Vi vill att \
stödet ska komma tidigt, att lärarna ska ha tid för undervisningen och att skolan ska vara lika bra oavsett vilken by man bor i.

Trygghet är en förutsättning för lärande. Flickor känner sig mindre trygga än pojkar i flera av våra skolor, och det accepterar \
vi inte. Skolornas arbete ska utgå från vad eleverna själva berättar.

Nya Björkskolan blir den största enskilda investeringen i kommunens historia. Den ger plats åt 420 elever, ett kök som lagar mat \
från grunden och en idrottshall som föreningarna har tillgång till varje kväll.""",
    sections=[
        AssignmentsSection(origin="council", items=[READING, ABSENCE]),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="school-girls-safety",
                    title="Varje skola ska tillsammans med elevrådet gå igenom de platser där elever känner sig otrygga, och åtgärda "
                    "det som går under läsåret.",
                    responsible=("BUN",),
                    start_year=2025,
                    end_year=2025,
                    decision_reference="BUN 2024-12-11 § 96",
                    quantity_target="11",
                    quantity_unit="skolor",
                ),
                Assignment(
                    key="school-kitchen",
                    title="Andelen mat som lagas från grunden i skolornas kök ska öka.",
                    responsible=("BUN",),
                    start_year=2025,
                ),
            ],
        ),
        KeyFiguresSection(items=["behoriga-yrkesprogram", "elever-per-larare", "trygga-elever"]),
        InvestmentsSection(
            unit="mnkr",
            intro="Belopp i miljoner kronor. Summan av delposterna avviker från gruppens summa på grund av avrundning.",
            items=[
                Investment(
                    key="school-bjork",
                    name="Nya Björkskolan",
                    row_kind="group",
                    category="new",
                    amounts=(
                        Amount(year_from=2024, budget="36.5", outcome="34.9", deviation="1.6"),
                        Amount(year_from=2025, budget="98.0"),
                        Amount(year_from=2026, budget="71.4"),
                    ),
                    total_budget="205.9",
                    planned_start="2023",
                    planned_ready="2026-2027",
                    budget_changes=BJORK_CHANGES,
                ),
                Investment(
                    key="school-bjork-building",
                    name="Skolbyggnad och kök",
                    category="new",
                    lead="SBN",
                    responsible=("BUN",),
                    amounts=(
                        Amount(year_from=2024, budget="28.2", outcome="27.0", deviation="1.2"),
                        Amount(year_from=2025, budget="70.6"),
                        Amount(year_from=2026, budget="40.3"),
                    ),
                    total_budget="139.1",
                    planned_ready="2026-08",
                ),
                Investment(
                    key="school-bjork-hall",
                    name="Idrottshall",
                    category="new",
                    responsible=("KFN",),
                    amounts=(
                        Amount(year_from=2024, budget="8.2", outcome="7.8", deviation="0.4"),
                        Amount(year_from=2025, budget="27.3"),
                        Amount(year_from=2026, budget="31.1"),
                    ),
                    total_budget="66.6",
                    planned_ready="2027",
                ),
                Investment(
                    key="school-reinvestment",
                    name="Reinvesteringar i förskolor och skolor",
                    row_kind="group",
                    category="reinvestment",
                    amounts=(Amount(year_from=2025, year_to=2027, budget="42.0"),),
                    total_budget="42.0",
                ),
                Investment(
                    key="school-ventilation",
                    name="Ventilation, Granmyra skola och förskolan Lingonet",
                    category="reinvestment",
                    responsible=("SBN",),
                    amounts=(Amount(year_from=2025, year_to=2027, budget="34.5"),),
                ),
                Investment(
                    key="school-yards",
                    name="Skolgårdar",
                    category="reinvestment",
                    responsible=("SBN",),
                    amounts=(
                        Amount(year_from=2025, year_to=2027, budget="7.5"),
                        Amount(year_from=2025, flow="income", budget="0.8", outcome="0"),
                    ),
                    planned_ready="2025-2027",
                ),
            ],
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="school-special-teachers",
                    text="Anställt tre speciallärare som arbetar på flera skolor.",
                    date=date(2025, 8, 11),
                    body="BUN",
                ),
                Accomplishment(
                    key="school-bjork-roof",
                    text="Rest taket på Björkskolan, sju veckor före tidplanen.",
                    date=date(2025, 10, 2),
                    image="skolan",
                    body="SBN",
                ),
            ],
        ),
    ],
)

GOAL_2026 = Goal(
    slug="varje-barn-nar-langre",
    number="2",
    title="Mål: Varje barn når längre",
    statement=f"Alla barn och unga i {PLACE} ska lära, må bra och gå ut skolan med framtiden öppen.",
    scope_line="Målet handlar om förskola, grundskola, gymnasium och skolans samarbete med andra.",
    level_label="KF-mål",
    focus_area="uppvaxt",
    image="skolan",
    previous_goal="varje-barn-nar-langre",
    sdgs=(4, 5, 10),
    political_text="""\
Vi nådde målet för behörigheten till gymnasiet 2025, och höjer det. Nu ligger fokus på pojkarnas läsning och på de elever som har \
hög frånvaro, ofta av skäl som skolan inte ensam rår på.

I augusti flyttar de första eleverna in i nya Björkskolan. Den gamla skolan byggs om till lokaler för vuxenutbildningen.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                READING,
                ABSENCE,
                Assignment(
                    key="school-adult-education",
                    title="Den gamla Björkskolan ska byggas om till ett centrum för vuxenutbildning, i samarbete med det lokala "
                    "näringslivet och de yrkeshögskolor som vill förlägga utbildningar i kommunen.",
                    lead="BUN",
                    responsible=("KS", "SBN"),
                    start_year=2026,
                    end_year=2028,
                    decision_reference="KF 2025-11-17 § 133",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="school-kitchen",
                    title="Andelen mat som lagas från grunden i skolornas kök ska öka.",
                    responsible=("BUN",),
                    start_year=2025,
                ),
            ],
        ),
        KeyFiguresSection(items=["behoriga-yrkesprogram", "elever-per-larare", "trygga-elever", "matsvinn"]),
        InvestmentsSection(
            unit="mnkr",
            items=[
                Investment(
                    key="school-bjork",
                    name="Nya Björkskolan",
                    row_kind="group",
                    category="new",
                    amounts=(
                        Amount(year_from=2025, budget="98.0", outcome="94.6", deviation="3.3"),
                        Amount(year_from=2026, budget="71.4"),
                    ),
                    total_budget="205.9",
                    planned_start="2023",
                    planned_ready="2026-2027",
                    budget_changes=BJORK_CHANGES,
                ),
                Investment(
                    key="school-bjork-building",
                    name="Skolbyggnad och kök",
                    category="new",
                    lead="SBN",
                    responsible=("BUN",),
                    amounts=(
                        Amount(year_from=2025, budget="70.6", outcome="68.9"),
                        Amount(year_from=2026, budget="40.3"),
                    ),
                    total_budget="139.1",
                    planned_ready="2026-08",
                ),
                Investment(
                    key="school-bjork-hall",
                    name="Idrottshall",
                    category="new",
                    responsible=("KFN",),
                    amounts=(
                        Amount(year_from=2025, budget="27.3", outcome="25.7"),
                        Amount(year_from=2026, budget="31.1"),
                    ),
                    total_budget="66.6",
                    planned_ready="2027",
                ),
            ],
        ),
        AccomplishmentsSection(),
    ],
)
