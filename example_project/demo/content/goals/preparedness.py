"""Ready together: new in the second year, continues no earlier goal."""

from datetime import date

from demo.content.municipality import PLACE
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Amount,
    Assignment,
    AssignmentsSection,
    Goal,
    Investment,
    InvestmentsSection,
    KeyFiguresSection,
)

GOAL_2026 = Goal(
    slug="redo-tillsammans",
    number="4",
    title="Mål: Redo tillsammans",
    statement=f"{PLACE} ska klara vardagens olyckor och långa avbrott, och alla ska veta vad de själva kan bidra med.",
    scope_line="Målet handlar om beredskap, räddningstjänst och trygghet.",
    level_label="KF-mål",
    focus_area="trygghet",
    image="byn",
    sdgs=(11, 13, 16),
    political_text="""\
Målet är nytt. De senaste vintrarna har lärt oss att ett elavbrott på två dygn är något helt annat i en by sju mil från centralorten \
än i en stad. Beredskap är därför en fråga om likvärdighet.

Vi bygger på det som redan finns: byaråd, jaktlag, skoterklubbar och församlingar som känner sina grannar. Varje by med fler än \
femtio invånare ska ha en trygghetspunkt med värme, vatten, el och kontakt med omvärlden. Räddningstjänsten förstärks med första \
insatspersoner där det är långt till närmaste station.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                Assignment(
                    key="ready-safe-points",
                    title="Inrätta trygghetspunkter i samtliga byar med fler än femtio invånare, tillsammans med byaråden.",
                    lead="KS",
                    responsible=("SBN", "REVAB", "GRN"),
                    start_year=2026,
                    end_year=2028,
                    decision_reference="KF 2025-11-17 § 133",
                    quantity_target="23",
                    quantity_unit="trygghetspunkter",
                ),
                Assignment(
                    key="ready-plans",
                    title="Alla nämnder och bolag ska ha övat sin kontinuitetsplan minst en gång under året.",
                    responsible=("ALLA",),
                    start_year=2026,
                    end_year=2026,
                    decision_reference="KF 2025-11-17 § 133",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="ready-first-responders",
                    title="Utbilda första insatspersoner i Björnvik, Hällbo och Lomträsk.",
                    responsible=("GRN",),
                    start_year=2026,
                    end_year=2026,
                    quantity_target="12",
                    quantity_unit="personer",
                ),
                Assignment(
                    key="ready-dialogue",
                    title="Ta fram en lägesbild av tryggheten i kommunen två gånger om året.",
                    responsible=("FBR",),
                    start_year=2026,
                ),
            ],
        ),
        KeyFiguresSection(items=["responstid"]),
        InvestmentsSection(
            unit="sek",
            items=[
                Investment(
                    key="ready-generators",
                    name="Reservkraft till trygghetspunkter",
                    category="new",
                    lead="REVAB",
                    responsible=("KS",),
                    amounts=(
                        Amount(year_from=2026, budget="2750000"),
                        Amount(year_from=2026, flow="income", budget="1375000"),
                        Amount(year_from=2027, year_to=2028, budget="4100000"),
                    ),
                    total_budget="6850000",
                    planned_start="2026",
                    planned_ready="2028",
                ),
            ],
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="ready-exercise",
                    text="Övat ett tre dygn långt elavbrott tillsammans med byarådet i Björnvik.",
                    date=date(2026, 1, 31),
                    body="GRN",
                ),
            ],
        ),
    ],
)
