"""Key figures of democracy, leadership and the municipality as an employer."""

from datetime import date

from demo.content.shapes import Assessment, KeyFigure, Target, Value, yearly

KEY_FIGURES = [
    KeyFigure(
        key="invanare",
        name="Invånare totalt, antal",
        definition="Antal invånare totalt den 31 december.",
        unit="count",
        unit_label="antal",
        better="higher",
        kolada_id="N01951",
        responsible="KS",
        values=[
            *yearly(2019, "20914", "20987", "21103", "21168", "21240", "21355"),
            *yearly(2019, "10371", "10402", "10460", "10487", "10519", "10570", gender="K"),
            *yearly(2019, "10543", "10585", "10643", "10681", "10721", "10785", gender="M"),
            Value(period="2025", value="21431", preliminary=True, note="Preliminär uppgift per den 30 november."),
        ],
        targets=[Target(period="2035", text="Minst 22 500 invånare år 2035", operator="gte", value="22500")],
        assessments=[
            Assessment(
                period="2025",
                status="expected_achieved",
                trend="improved",
                comment="Inflyttningen har varit större än utflyttningen sex år i rad. Flest flyttar in i åldern 25–34 år.",
                commented_on=date(2026, 2, 11),
            )
        ],
    ),
    KeyFigure(
        key="svar-epost",
        name="Invånare som får svar på e-post inom två dagar, andel (%)",
        definition="Andel av ett stickprov enkla frågor som har besvarats inom två arbetsdagar.",
        unit="percent",
        unit_label="%",
        decimals=0,
        better="higher",
        responsible="KLF",
        values=[
            *yearly(2019, "84", "87", "89", None, "91", "90", "93"),
            Value(period="2022", missing_reason="not_measured", note="Mätningen ställdes in."),
            *yearly(2019, "85", "85", "87", "88", "88", "89", "89", series="nation"),
            *yearly(2021, "88", "89", "89", "90", "90", series="peer_group"),
        ],
        targets=[
            Target(period="2025", text="Minst 95 %", operator="gte", value="95"),
            Target(period="2026", text="Minst 95 %", operator="gte", value="95"),
        ],
        assessments=[
            Assessment(period="2024", status="not_achieved", trend="unchanged", position="middle"),
            Assessment(
                period="2025",
                status="partly_achieved",
                trend="improved",
                position="upper",
                comment="Kontaktcenter når målet. Förvaltningarnas gemensamma brevlådor gör det inte.",
                commented_on=date(2026, 1, 28),
            ),
        ],
    ),
    KeyFigure(
        key="fortroende",
        name="Invånare som har stort förtroende för kommunens politiker, andel (%)",
        definition="Andel som har svarat ”ganska stort” eller ”mycket stort” i kommunens egen medborgarenkät. "
        "För 2025 redovisas kvinnor och män utan total, eftersom svaren inte har vägts samman.",
        unit="percent",
        unit_label="%",
        decimals=1,
        better="higher",
        responsible="KS",
        values=[
            Value(period="2019", value="38.2"),
            Value(period="2020", missing_reason="not_measured"),
            Value(period="2021", value="40.5"),
            Value(period="2022", missing_reason="not_measured"),
            Value(period="2023", value="41.0"),
            Value(period="2024", missing_reason="not_measured"),
            Value(period="2023", value="43.3", gender="K"),
            Value(period="2023", value="38.6", gender="M"),
            Value(period="2025", value="45.1", gender="K"),
            Value(period="2025", value="39.4", gender="M"),
        ],
        targets=[
            Target(
                period="2025",
                text="Ska öka jämfört med 2023",
                operator="increase",
                baseline_period="2023",
                baseline_value="41.0",
            )
        ],
        assessments=[
            Assessment(
                period="2025",
                status="not_assessed",
                trend="not_comparable",
                comment="Det finns ingen total för 2025. Både kvinnors och mäns förtroende har ökat.",
                commented_on=date(2026, 3, 4),
            )
        ],
    ),
    KeyFigure(
        key="valdeltagande",
        name="Valdeltagande i senaste kommunalvalet, andel (%)",
        definition="Antal avgivna röster i senaste kommunalvalet dividerat med antal röstberättigade.",
        unit="percent",
        unit_label="%",
        decimals=1,
        better="higher",
        kolada_id="N05401",
        values=[
            Value(period="2018", value="83.9"),
            Value(period="2022", value="80.7"),
            *(
                Value(period=str(year), missing_reason="not_applicable", note="Inget val detta år.")
                for year in (2023, 2024, 2025)
            ),
            Value(period="2018", value="84.1", series="nation"),
            Value(period="2022", value="81.0", series="nation"),
            Value(period="2022", value="83.6", series="upper_quartile"),
            Value(period="2022", value="79.2", series="lower_quartile"),
            Value(period="2022", value="89.5", series="best"),
            Value(period="2022", value="66.8", series="worst"),
        ],
    ),
    KeyFigure(
        key="intern-kontroll",
        name="Alla nämnder har en aktuell plan för intern kontroll",
        definition="Ja eller nej. Ja förutsätter att samtliga nämnder har beslutat om en plan före årets början.",
        unit="other",
        unit_label="ja/nej",
        responsible="KS",
        values=[
            Value(period="2022", value_text="Nej"),
            Value(period="2023", value_text="Nej"),
            Value(period="2024", value_text="Ja"),
            Value(period="2025", value_text="Ja"),
        ],
        targets=[
            Target(period="2025", text="Ja", operator="yes"),
            Target(period="2026", text="Ja", operator="yes"),
        ],
        assessments=[Assessment(period="2025", status="achieved", trend="unchanged", commented_on=date(2026, 1, 15))],
    ),
    KeyFigure(
        key="sjukfranvaro",
        name="Sjukfrånvaro totalt bland anställda, kommun, andel (%)",
        definition="Den totala sjukfrånvarotiden, ackumulerad under året, som andel av den ordinarie arbetstiden.",
        unit="percent",
        unit_label="%",
        decimals=1,
        better="lower",
        kolada_id="N00090",
        responsible="KS",
        values=[
            *yearly(2019, "6.4", "8.1", "7.6", "8.0", "7.2", "6.9", "6.5"),
            *yearly(2019, "7.0", "8.8", "8.3", "8.7", "7.9", "7.5", "7.0", gender="K"),
            *yearly(2019, "4.4", "5.7", "5.2", "5.6", "4.9", "4.8", "4.7", gender="M"),
            *yearly(2019, "6.8", "8.4", "7.8", "8.1", "7.4", "7.1", "6.9", series="nation"),
            *yearly(2021, "7.9", "8.3", "7.6", "7.3", "7.1", series="similar"),
        ],
        targets=[
            Target(period="2025", text="Högst 6,5 %", operator="lte", value="6.5"),
            Target(period="2026", text="Högst 6,0 %", operator="lte", value="6.0"),
        ],
        assessments=[
            Assessment(
                period="2025",
                status="achieved",
                trend="improved",
                position="upper",
                comment="Korttidsfrånvaron minskar mest. Skillnaden mellan kvinnor och män är fortfarande stor.",
                commented_on=date(2026, 2, 3),
            )
        ],
    ),
    KeyFigure(
        key="medarbetarengagemang",
        name="Medarbetarengagemang (HME) totalt kommunen - Totalindex",
        definition="Index 0–100 för hållbart medarbetarengagemang enligt medarbetarenkäten.",
        unit="index",
        unit_label="index",
        better="higher",
        kolada_id="U00200",
        responsible="ALLA",
        values=[
            *yearly(2019, "78", "78", "79", "79", "80", "80", "81"),
            *yearly(2019, "79", "79", "79", "79", "79", "79", "80", series="nation"),
        ],
        targets=[Target(period="2026", text="Ska förbättras", operator="improve")],
        assessments=[
            Assessment(period="2025", status="achieved", trend="improved", position="middle"),
        ],
    ),
    KeyFigure(
        key="heltid",
        name="Månadsavlönade som har en heltidsanställning, andel (%)",
        definition="Andel tillsvidare- och visstidsanställda med månadslön vars anställning är på heltid, den 1 november.",
        unit="percent",
        unit_label="%",
        decimals=0,
        better="higher",
        values=[
            *yearly(2021, "71", "74", "77", "79", "82"),
            *yearly(2021, "67", "70", "74", "76", "79", gender="K"),
            *yearly(2021, "84", "86", "88", "89", "91", gender="M"),
        ],
        targets=[
            Target(period="2026", text="Kvinnor: mer än 80 %", operator="gt", value="80", gender="K"),
            Target(period="2026", text="Män: mer än 90 %", operator="gt", value="90", gender="M"),
        ],
    ),
]
