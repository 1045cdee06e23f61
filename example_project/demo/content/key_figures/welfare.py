"""Key figures of school, care, culture and safety."""

from datetime import date

from demo.content.shapes import Assessment, KeyFigure, Target, Value, yearly

KEY_FIGURES = [
    KeyFigure(
        key="behoriga-yrkesprogram",
        name="Elever i åk 9 som är behöriga till yrkesprogram, kommunala skolor, andel (%)",
        definition="Antal elever i årskurs 9 som är behöriga till ett yrkesprogram, av dem som fått eller skulle ha "
        "fått betyg i minst ett ämne.",
        unit="percent",
        unit_label="%",
        decimals=1,
        better="higher",
        kolada_id="N15436",
        responsible="BUN",
        values=[
            *yearly(2019, "80.6", "82.9", "83.4", "81.7", "84.0", "85.2", "86.1"),
            *yearly(2019, "83.8", "85.0", "86.1", "84.9", "86.6", "87.0", "88.4", gender="K"),
            *yearly(2019, "77.9", "81.1", "80.9", "78.8", "81.7", "83.6", "84.0", gender="M"),
            *yearly(2019, "82.3", "83.7", "84.5", "83.2", "83.6", "82.4", "83.1", series="nation"),
            *yearly(2019, "81.5", "82.8", "83.3", "82.6", "82.9", "82.7", "83.0", series="peer_group"),
            *yearly(2023, "87.9", "87.5", "88.0", series="upper_quartile"),
            *yearly(2023, "79.1", "78.6", "78.9", series="lower_quartile"),
        ],
        targets=[
            Target(period="2025", text="2025: minst 86 %", operator="gte", value="86"),
            Target(period="2026", text="2026: minst 88 %", operator="gte", value="88"),
            Target(period="2027", text="2027: minst 90 %", operator="gte", value="90"),
        ],
        assessments=[
            Assessment(period="2023", status="not_achieved", trend="improved", position="middle"),
            Assessment(period="2024", status="partly_achieved", trend="improved", position="middle"),
            Assessment(
                period="2025",
                status="achieved",
                trend="improved",
                position="middle",
                comment="Målvärdet för året nås. Pojkarnas resultat behöver öka snabbare för att 2027 års nivå ska nås.",
                commented_on=date(2025, 10, 22),
            ),
        ],
    ),
    KeyFigure(
        key="elever-per-larare",
        name="Elever/lärare (heltidstjänst) i grundskola åk 1-9, lägeskommun, antal",
        definition="Antal elever per lärare i årskurs 1–9, omräknat till heltidstjänster.",
        unit="ratio",
        unit_label="elever/lärare",
        decimals=1,
        better="lower",
        kolada_id="N15033",
        responsible="BUN",
        values=[
            *yearly(2019, "12.4", "12.3", "12.1", "12.0", "11.8", "11.9", "11.7"),
            *yearly(2019, "12.1", "12.1", "12.0", "12.0", "11.9", "11.9", "11.9", series="nation"),
        ],
        targets=[Target(period="2025", text="Högst 12,0", operator="lte", value="12.0")],
        assessments=[Assessment(period="2025", status="achieved", trend="improved", position="middle")],
    ),
    KeyFigure(
        key="trygga-elever",
        name="Elever i årskurs 5 som känner sig trygga i skolan, andel (%)",
        definition="Andel som instämmer helt eller delvis i påståendet ”Jag känner mig trygg i skolan” i kommunens "
        "elevenkät. Grupper med färre än fem elever visas inte.",
        unit="percent",
        unit_label="%",
        decimals=0,
        better="higher",
        responsible="BUN",
        values=[
            *yearly(2021, "89", "88", "90", "91", "92"),
            *yearly(2021, "88", "86", "89", "89", "91", gender="K"),
            *yearly(2021, "90", "90", "91", "93", "93", gender="M"),
            Value(
                period="2025",
                series="other",
                series_label="Granmyra skola",
                missing_reason="suppressed",
                note="Färre än fem svar.",
            ),
        ],
        targets=[
            Target(period="2025", text="Flickor: minst 92 %", operator="gte", value="92", gender="K"),
            Target(period="2025", text="Pojkar: minst 92 %", operator="gte", value="92", gender="M"),
        ],
        assessments=[
            Assessment(
                period="2025",
                status="partly_achieved",
                trend="improved",
                comment="Målet nås för pojkar men inte för flickor.",
                commented_on=date(2025, 12, 5),
            )
        ],
    ),
    KeyFigure(
        key="hemtjanst-helhet",
        name="Brukarbedömning hemtjänst äldreomsorg - helhetssyn, andel (%)",
        definition="Andel personer över 65 år som är mycket eller ganska nöjda med den hemtjänst de har.",
        unit="percent",
        unit_label="%",
        decimals=0,
        better="higher",
        kolada_id="U21468",
        responsible="OSN",
        values=[
            *yearly(2019, "90", "91", None, "88", "89", "90"),
            Value(period="2021", missing_reason="not_measured", note="Ingen undersökning genomfördes i landet."),
            Value(
                period="2025",
                missing_reason="not_published",
                note="Kommunens svar hade inte redovisats när planen beslutades.",
            ),
            *yearly(2022, "89", "90", "91", gender="K"),
            *yearly(2022, "86", "87", "88", gender="M"),
            *yearly(2019, "88", "88", None, "86", "87", "87", "86", series="nation"),
        ],
        targets=[
            Target(
                period="2025",
                text="Oförändrad nivå jämfört med 2023",
                operator="unchanged",
                baseline_period="2023",
                baseline_value="89",
            )
        ],
        assessments=[Assessment(period="2025", status="not_assessed", comment="Kommunens resultat saknas ännu.")],
    ),
    KeyFigure(
        key="personalkontinuitet",
        name="Personal som en hemtjänstkund möter under 14 dagar, medelvärde",
        definition="Antal olika medarbetare som en kund med minst två besök om dagen möter, måndag–söndag kl. 7–22.",
        unit="count",
        unit_label="antal",
        decimals=1,
        better="lower",
        responsible="OSN",
        values=[
            *yearly(2019, "16.2", "15.8", "15.9", "15.1", "14.7", "14.2"),
            Value(period="2025", value="13.6", preliminary=True),
            *yearly(2019, "15.4", "15.3", "15.4", "15.5", "15.2", "15.1", series="nation"),
        ],
        targets=[Target(period="2025", text="Mindre än 14", operator="lt", value="14")],
        assessments=[
            Assessment(
                period="2025",
                status="expected_achieved",
                trend="improved",
                position="upper",
                comment="Bedömningen görs på preliminära uppgifter.",
                commented_on=date(2025, 12, 18),
            )
        ],
    ),
    KeyFigure(
        key="vantetid-sarskilt-boende",
        name="Väntetid från ansökan till erbjudande om plats i särskilt boende, dagar",
        definition="Genomsnittligt antal dagar för dem som fått ett första erbjudande under årets första halvår.",
        unit="days",
        unit_label="dagar",
        better="lower",
        responsible="OSN",
        values=yearly(2019, "49", "38", "44", "62", "58", "47", "41"),
        targets=[
            Target(
                period="2025",
                text="Ska minska med minst 15 dagar från 62 dagar år 2022",
                operator="decrease",
                value="15",
                baseline_period="2022",
                baseline_value="62",
            )
        ],
        assessments=[Assessment(period="2025", status="achieved", trend="improved")],
    ),
    KeyFigure(
        key="ej-verkstallda-beslut",
        name="Beslut som inte har verkställts inom tre månader, antal",
        definition="Antal beslut enligt socialtjänstlagen och LSS som har rapporterats som ej verkställda vid årets slut.",
        unit="count",
        unit_label="antal",
        better="lower",
        responsible="OSN",
        values=yearly(2021, "7", "5", "4", "1", "0"),
        targets=[Target(period="2025", text="Inga", operator="eq", value="0")],
        assessments=[Assessment(period="2025", status="achieved", trend="improved", commented_on=date(2026, 1, 20))],
    ),
    KeyFigure(
        key="biblioteksbesok",
        name="Besök på folkbiblioteken, antal per invånare",
        definition="Fysiska besök på huvudbiblioteket, filialerna och i bokbussen, dividerat med antal invånare.",
        unit="ratio",
        unit_label="besök/inv",
        decimals=2,
        better="higher",
        responsible="KFN",
        values=[
            *yearly(2019, "6.12", "2.85", "3.04", "5.40", "5.87", "6.05"),
            Value(period="2025", value="6.50", preliminary=True),
            *yearly(2019, "5.60", "3.10", "3.05", "4.70", "5.05", "5.20", series="nation"),
        ],
    ),
    KeyFigure(
        key="barn-i-forening",
        name="Barn och unga som är aktiva i en förening",
        definition="Föreningarnas egna uppgifter. Fram till 2022 uppskattades andelen.",
        unit="other",
        unit_label="andel",
        better="higher",
        responsible="KFN",
        values=[
            Value(period="2021", value_text="ungefär hälften"),
            Value(period="2022", value_text="drygt hälften"),
            Value(period="2023", missing_reason="not_comparable", note="Nytt sätt att räkna från och med 2023."),
            Value(period="2024", value_text="6 av 10"),
            Value(period="2025", value_text="6 av 10"),
        ],
        targets=[
            Target(
                period="2025",
                text="Fler barn och unga ska delta, särskilt i områden där få är med i en förening i dag",
            )
        ],
    ),
    KeyFigure(
        key="responstid",
        name="Tid från larm till första resurs på plats, median, minuter",
        definition="Median för samtliga uppdrag där räddningstjänsten eller en första insatsperson har larmats.",
        unit="other",
        unit_label="minuter",
        decimals=1,
        better="lower",
        responsible="GRN",
        values=[
            *yearly(2019, "14.6", "14.9", "14.3", "14.0", "13.8", "13.9", "13.1"),
            *yearly(2019, "13.0", "13.2", "13.3", "13.4", "13.3", "13.5", "13.6", series="similar"),
        ],
        targets=[Target(period="2026", text="Högst 13,0 minuter", operator="lte", value="13.0")],
    ),
]
