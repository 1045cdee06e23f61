"""2025: expected outcomes that turned out otherwise both ways, and bodies that do not agree with the one that leads."""

from datetime import date

from demo.content.shapes import FollowUp, GoalAssessment, Report, Round

T1 = Round(
    year=2025,
    period="2025-T1",
    published_on=date(2025, 5, 27),
    reports=[
        Report(
            body="KF",
            follow_ups=[
                FollowUp(
                    key="steering-visits",
                    status="in_progress",
                    quantity_done="3",
                    comment="Granmyra, Björnvik och Hällbo.",
                ),
            ],
        ),
        Report(
            body="KS",
            follow_ups=[
                FollowUp(
                    key="steering-dialogue",
                    status="in_progress",
                    comment="Arbetsgruppen har träffats fyra gånger. Modellen prövas först i Granmyra.",
                ),
                FollowUp(key="steering-plain-language", status="in_progress", quantity_done="6"),
                FollowUp(key="housing-business-lane", status="expected_complete"),
                FollowUp(key="care-local", comment="Väntar på regionens förslag."),
                FollowUp(key="housing-quay-sales", status="delayed", forecast="7000", outcome_to_date="1200"),
            ],
            assessments=[
                GoalAssessment(goal="kommunens-styrning-och-ledning", status="expected_achieved"),
                GoalAssessment(
                    goal="kultur-och-fritid-for-fler",
                    status="expected_achieved",
                    comment="Förutsätter att mötesplatsen för unga kan öppna under hösten.",
                ),
                GoalAssessment(
                    goal="god-ekonomisk-hushallning", status="uncertain", comment="Skatteunderlaget är osäkert."
                ),
            ],
        ),
        Report(
            body="KFN",
            follow_ups=[
                FollowUp(
                    key="culture-youth-centre",
                    status="expected_complete",
                    comment="Två lokaler är intressanta. Vi räknar med att öppna i oktober.",
                ),
                FollowUp(key="culture-equipment", status="in_progress", quantity_done="2"),
                FollowUp(key="culture-grants", status="completed"),
                FollowUp(key="steering-youth-council", status="expected_complete"),
            ],
        ),
        Report(
            body="OSN",
            follow_ups=[
                FollowUp(
                    key="care-teams",
                    status="expected_incomplete",
                    comment="Det är svårt att rekrytera. Hälften av grupperna är fortfarande för stora.",
                ),
                FollowUp(key="care-local", status="delayed", comment="Regionen har begärt mer tid."),
                FollowUp(key="care-relatives", status="in_progress", quantity_done="1"),
                FollowUp(key="employer-schedules", status="in_progress"),
                FollowUp(key="care-locks", status="in_progress", forecast="2150", outcome_to_date="640"),
            ],
        ),
        Report(
            body="BUN",
            follow_ups=[
                FollowUp(
                    key="school-reading", status="in_progress", comment="Alla skolor använder samma kartläggning."
                ),
                FollowUp(key="school-girls-safety", status="in_progress", quantity_done="3"),
                FollowUp(key="school-absence", status="not_started"),
                FollowUp(key="climate-food-waste", status="in_progress"),
            ],
        ),
        Report(
            body="SBN",
            follow_ups=[
                FollowUp(key="steering-data", comment="Vilka uppgifter som efterfrågas mest håller på att undersökas."),
                FollowUp(key="housing-land", status="in_progress", quantity_done="41"),
                FollowUp(key="school-bjork-building", status="in_progress", forecast="70.6", outcome_to_date="22.3"),
                FollowUp(key="climate-energy", status="in_progress", forecast="7500", outcome_to_date="1460"),
            ],
        ),
        Report(body="MBN", follow_ups=[FollowUp(key="climate-wetlands", status="in_progress", quantity_done="8.5")]),
    ],
)

T2 = Round(
    year=2025,
    period="2025-T2",
    published_on=date(2025, 9, 30),
    reports=[
        Report(
            body="KF",
            follow_ups=[FollowUp(key="steering-visits", status="expected_complete", quantity_done="6")],
        ),
        Report(
            body="KS",
            follow_ups=[
                FollowUp(key="steering-dialogue", status="in_progress"),
                FollowUp(key="steering-plain-language", status="in_progress", quantity_done="14"),
                FollowUp(key="housing-business-lane", status="expected_complete"),
                FollowUp(key="housing-quay-sales", status="delayed", forecast="6500", outcome_to_date="4100"),
            ],
            assessments=[
                GoalAssessment(goal="kommunens-styrning-och-ledning", status="expected_achieved"),
                GoalAssessment(
                    goal="kultur-och-fritid-for-fler",
                    status="expected_partly",
                    comment="Det går bra för bibliotek och föreningar, men mötesplatsen för unga dröjer.",
                ),
                GoalAssessment(goal="varje-barn-nar-langre", status="expected_achieved"),
                GoalAssessment(goal="trygg-omsorg-hela-livet", status="expected_partly"),
                GoalAssessment(goal="god-ekonomisk-hushallning", status="expected_achieved"),
            ],
        ),
        Report(
            body="KFN",
            follow_ups=[
                FollowUp(
                    key="culture-youth-centre",
                    status="delayed",
                    comment="Den första lokalen saknar utrymningsväg. Vi förhandlar om den andra.",
                ),
                FollowUp(key="culture-equipment", status="expected_complete", quantity_done="3"),
                FollowUp(key="steering-youth-council", status="expected_complete"),
            ],
        ),
        Report(
            body="OSN",
            follow_ups=[
                FollowUp(key="care-teams", status="in_progress", comment="Sommarens rekrytering gav resultat."),
                FollowUp(key="care-local", status="in_progress"),
                FollowUp(key="care-relatives", status="in_progress", quantity_done="2"),
                FollowUp(key="school-absence", status="in_progress"),
            ],
        ),
        Report(
            body="BUN",
            follow_ups=[
                FollowUp(key="school-reading", status="expected_complete"),
                FollowUp(key="school-girls-safety", status="in_progress", quantity_done="7"),
                FollowUp(
                    key="school-absence",
                    status="delayed",
                    comment="Den gemensamma tjänsten tillsattes först i augusti.",
                ),
            ],
        ),
        Report(
            body="SBN",
            follow_ups=[
                FollowUp(key="housing-land", status="expected_complete", quantity_done="55"),
                FollowUp(key="school-bjork-building", status="in_progress", forecast="69", outcome_to_date="48.7"),
                FollowUp(key="climate-energy", status="in_progress", forecast="7200", outcome_to_date="4205"),
            ],
        ),
        Report(
            body="RBAB",
            follow_ups=[
                FollowUp(key="housing-rentals", status="in_progress", quantity_done="0", comment="Bygglov är beviljat.")
            ],
        ),
    ],
)

FULL_YEAR = Round(
    year=2025,
    period="2025",
    published_on=date(2026, 2, 24),
    reports=[
        Report(
            body="KF",
            follow_ups=[FollowUp(key="steering-visits", status="completed", quantity_done="10")],
        ),
        Report(
            body="KS",
            follow_ups=[
                FollowUp(
                    key="steering-dialogue",
                    status="in_progress",
                    comment="Modellen har prövats i Granmyra och Hällbo. Förslaget lämnas till fullmäktige under 2026.",
                ),
                FollowUp(key="steering-plain-language", status="completed", quantity_done="23"),
                FollowUp(
                    key="housing-business-lane",
                    status="completed",
                    comment="Ett telefonnummer och ett formulär för alla tillstånd infördes den 1 november.",
                ),
                FollowUp(key="housing-quay-sales", status="partly_completed", outcome_to_date="6150"),
            ],
            assessments=[
                GoalAssessment(
                    goal="kommunens-styrning-och-ledning",
                    status="achieved",
                    comment="Invånarna har fått fler sätt att påverka, och besluten är lättare att förstå.",
                ),
                GoalAssessment(goal="varje-barn-nar-langre", status="achieved"),
                GoalAssessment(goal="trygg-omsorg-hela-livet", status="partly_achieved"),
                GoalAssessment(
                    goal="kultur-och-fritid-for-fler",
                    status="partly_achieved",
                    comment="Unga i centralorten saknar fortfarande en mötesplats.",
                ),
                GoalAssessment(goal="klimatneutral-2035", status="achieved"),
                GoalAssessment(goal="en-plats-att-bo-och-verka-pa", status="not_achieved"),
                GoalAssessment(goal="god-ekonomisk-hushallning", status="achieved"),
            ],
        ),
        Report(
            body="KFN",
            follow_ups=[
                FollowUp(
                    key="culture-youth-centre",
                    status="not_completed",
                    comment="Båda lokalerna föll bort. Nämnden begär att pengarna förs över till 2026.",
                ),
                FollowUp(key="culture-equipment", status="completed", quantity_done="4"),
                FollowUp(key="steering-youth-council", status="completed"),
                FollowUp(key="steering-plain-language", status="completed", quantity_done="20"),
            ],
        ),
        Report(
            body="OSN",
            follow_ups=[
                FollowUp(key="care-teams", status="completed", comment="Alla grupper har nu högst tolv medarbetare."),
                FollowUp(key="care-local", status="in_progress"),
                FollowUp(key="care-relatives", status="in_progress", quantity_done="3"),
                FollowUp(key="school-absence", status="completed"),
                FollowUp(key="care-locks", status="completed", outcome_to_date="2150"),
            ],
        ),
        Report(
            body="BUN",
            follow_ups=[
                FollowUp(key="school-reading", status="in_progress"),
                FollowUp(
                    key="school-girls-safety",
                    status="partly_completed",
                    quantity_done="10",
                    comment="Skolan i Lomträsk går igenom sina lokaler i vår, när ombyggnaden är klar.",
                ),
                FollowUp(key="school-absence", status="partly_completed"),
                FollowUp(
                    key="school-kitchen", comment="Andelen kan inte beräknas förrän alla kök använder samma system."
                ),
            ],
        ),
        Report(
            body="SBN",
            follow_ups=[
                FollowUp(key="steering-data", status="in_progress"),
                FollowUp(key="housing-land", status="partly_completed", quantity_done="57"),
                FollowUp(key="school-bjork-building", status="in_progress", outcome_to_date="68.9"),
                FollowUp(key="climate-energy", status="completed", outcome_to_date="7188.4"),
            ],
        ),
        Report(
            body="MBN",
            follow_ups=[
                FollowUp(
                    key="housing-business-lane",
                    status="partly_completed",
                    comment="Serveringstillstånden söks fortfarande på ett annat sätt.",
                ),
                FollowUp(
                    key="housing-permits", status="not_completed", comment="Handläggningstiden är nu knappt fem veckor."
                ),
                FollowUp(key="climate-wetlands", status="in_progress", quantity_done="20.5"),
            ],
        ),
        Report(
            body="RBAB",
            follow_ups=[
                FollowUp(key="housing-rentals", status="in_progress", quantity_done="12"),
                FollowUp(key="climate-solar", status="in_progress", quantity_done="6"),
            ],
        ),
    ],
)

ROUNDS = [T1, T2, FULL_YEAR]
