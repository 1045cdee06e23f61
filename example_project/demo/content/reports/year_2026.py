"""2026, which still runs: a body whose report is missing, one that is in review, and a first draft for the year."""

from datetime import date

from demo.content.shapes import FollowUp, GoalAssessment, Report, Round

T1 = Round(
    year=2026,
    period="2026-T1",
    published_on=date(2026, 5, 26),
    reports=[
        Report(
            body="KF",
            follow_ups=[
                FollowUp(key="steering-election", status="in_progress", comment="Valambassadörer är utbildade.")
            ],
        ),
        Report(
            body="KS",
            follow_ups=[
                FollowUp(key="steering-dialogue", status="expected_complete"),
                FollowUp(key="ready-safe-points", status="in_progress", quantity_done="5"),
                FollowUp(key="finance-forecast", status="in_progress"),
                FollowUp(key="climate-transport", status="not_started", comment="Inleds när regionens underlag finns."),
            ],
            assessments=[
                GoalAssessment(goal="en-oppen-kommun", status="expected_achieved"),
                GoalAssessment(goal="redo-tillsammans", status="expected_achieved"),
                GoalAssessment(goal="god-ekonomisk-hushallning", comment="Bedöms först i delårsrapporten."),
            ],
        ),
        Report(
            body="KFN",
            follow_ups=[
                FollowUp(key="steering-youth-budget", status="in_progress"),
                FollowUp(key="steering-election", status="in_progress"),
                FollowUp(key="school-bjork-hall", status="in_progress", forecast="31.1", outcome_to_date="9.4"),
            ],
        ),
        Report(
            body="OSN",
            follow_ups=[
                FollowUp(key="care-local", status="expected_complete"),
                FollowUp(key="care-safe-places", status="in_progress", quantity_done="1"),
                FollowUp(key="care-relatives", status="expected_complete", quantity_done="3"),
            ],
        ),
        Report(
            body="BUN",
            follow_ups=[
                FollowUp(key="school-reading", status="expected_complete"),
                FollowUp(key="school-absence", status="in_progress"),
                FollowUp(
                    key="school-adult-education",
                    status="in_progress",
                    comment="Projekteringen av den gamla skolan pågår.",
                ),
            ],
        ),
        Report(
            body="SBN",
            follow_ups=[
                FollowUp(key="steering-data", status="in_progress"),
                FollowUp(key="housing-land", status="in_progress", quantity_done="58"),
                FollowUp(key="school-bjork-building", status="in_progress", forecast="40.3", outcome_to_date="21.8"),
            ],
        ),
        Report(
            body="GRN",
            follow_ups=[
                FollowUp(key="ready-first-responders", status="in_progress", quantity_done="4"),
                FollowUp(
                    key="ready-safe-points", status="delayed", comment="Utrustningen är försenad från leverantören."
                ),
                FollowUp(key="ready-plans", status="completed"),
            ],
        ),
        Report(
            body="RBAB",
            follow_ups=[
                FollowUp(key="housing-rentals", status="expected_complete", quantity_done="28"),
                FollowUp(key="care-home", status="in_progress", forecast="101500", outcome_to_date="14870"),
            ],
        ),
    ],
)

# The joint rescue services board has not begun with its report, and the housing company's waits for a reviewer.
T2 = Round(
    year=2026,
    period="2026-T2",
    published_on=date(2026, 9, 29),
    reports=[
        Report(
            body="KF",
            follow_ups=[
                FollowUp(
                    key="steering-election",
                    status="completed",
                    comment="Valdeltagandet ökade i två av de tre distrikten.",
                ),
            ],
        ),
        Report(
            body="KS",
            follow_ups=[
                FollowUp(
                    key="steering-dialogue",
                    status="expected_complete",
                    comment="Fullmäktige väntas besluta om modellen i december.",
                ),
                FollowUp(key="ready-safe-points", status="in_progress", quantity_done="9"),
                FollowUp(key="finance-forecast", status="expected_complete"),
                FollowUp(key="climate-transport", status="delayed"),
            ],
            assessments=[
                GoalAssessment(goal="en-oppen-kommun", status="expected_achieved"),
                GoalAssessment(goal="varje-barn-nar-langre", status="expected_partly"),
                GoalAssessment(goal="nara-omsorg-hela-livet", status="expected_achieved"),
                GoalAssessment(
                    goal="redo-tillsammans",
                    status="expected_partly",
                    comment="Nio av 23 trygghetspunkter är klara. Leveranserna av reservkraft dröjer.",
                ),
                GoalAssessment(goal="klimatneutral-2032", status="uncertain"),
                GoalAssessment(goal="god-ekonomisk-hushallning", status="expected_achieved"),
            ],
        ),
        Report(
            body="KFN",
            follow_ups=[
                FollowUp(
                    key="steering-youth-budget", status="completed", comment="Ungdomsforum valde en skejtpark i Hällbo."
                ),
                FollowUp(key="school-bjork-hall", status="delayed", forecast="29", outcome_to_date="16.2"),
            ],
        ),
        Report(
            body="OSN",
            follow_ups=[
                FollowUp(key="care-local", status="completed", comment="Överenskommelsen undertecknades i juni."),
                FollowUp(key="care-safe-places", status="in_progress", quantity_done="2"),
                FollowUp(key="care-relatives", status="completed", quantity_done="4"),
                FollowUp(key="climate-food-waste", status="in_progress"),
            ],
        ),
        Report(
            body="BUN",
            follow_ups=[
                FollowUp(
                    key="school-reading",
                    status="expected_incomplete",
                    comment="Vårens prov visar att var femte elev ännu inte läser med flyt.",
                ),
                FollowUp(key="school-absence", status="in_progress"),
                FollowUp(key="climate-food-waste", comment="Höstens vägning är inte klar."),
            ],
        ),
        Report(
            body="SBN",
            follow_ups=[
                FollowUp(key="steering-data", status="expected_complete"),
                FollowUp(key="housing-land", status="expected_complete", quantity_done="61"),
                FollowUp(key="school-bjork-building", status="completed", forecast="39.5", outcome_to_date="39.5"),
            ],
        ),
        Report(
            body="RBAB",
            state="in_review",
            follow_ups=[
                FollowUp(key="housing-rentals", status="completed", quantity_done="42"),
                FollowUp(
                    key="care-home",
                    status="in_progress",
                    forecast="103000",
                    outcome_to_date="46310",
                    comment="Stommen är rest. Priset på fönster har ökat.",
                ),
            ],
        ),
    ],
)

FULL_YEAR = Round(
    year=2026,
    period="2026",
    published_on=date(2027, 2, 23),
    reports=[
        Report(
            body="KFN",
            state="draft",
            follow_ups=[
                FollowUp(key="steering-youth-budget", status="completed"),
                FollowUp(key="steering-election", comment="Fylls på när valnämnden har lämnat sin rapport."),
            ],
        ),
    ],
)

ROUNDS = [T1, T2, FULL_YEAR]
