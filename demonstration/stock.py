"""What Eskmere's committees talk about. {names in braces} are filled in by building.py, differently for each meeting.

A line that begins with "· " is a bullet, "(a) " a lettered one; a blank line begins a paragraph.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    title: str
    officer: str
    purpose: str
    minutes: str
    kind: str
    decision: str
    recommendation: str = ""
    reasons: str = ""
    options: str = ""
    is_key: bool = False
    vote: bool = False
    amendment: str = ""  # one that was lost
    against_advice: bool = False  # the recommendation was put first, and lost


STOCK: dict[str, list[Matter]] = {}

STOCK["council"] = [
    Matter(
        "Leader’s statement",
        "Councillor Margaret Ashdown, Leader of the Council",
        "To receive a statement from the Leader, and to ask questions on it.",
        """The Leader reported on the quarter. The repairs to {building} had been finished {n} days early, and the grant for {place} had been confirmed at {sum}.

In reply to questions, the Leader said that:

· talks with the county on the {road} crossing would be taken up again in the spring;
· the waiting list for social housing had fallen by {n} households, which was welcome but not enough;
· a written answer would be sent to Councillor {member} on the cost of agency staff.""",
        "noted",
        "That the statement be noted.",
    ),
    Matter(
        "Budget monitoring and the medium-term financial plan",
        "Director of Finance",
        "To consider the forecast for the year and the assumptions of the plan.",
        """The Director of Finance presented the report. The forecast was an overspend of {sum} against a net budget of £14.2 million, almost wholly on temporary accommodation. Reserves stood at £3.1 million.

<table><caption>Forecast at the end of the quarter</caption><thead><tr><th scope="col">Service</th><th scope="col">Budget</th><th scope="col">Forecast</th></tr></thead><tbody><tr><td>Housing</td><td>£2.4m</td><td>£2.7m</td></tr><tr><td>Environment</td><td>£5.1m</td><td>£5.0m</td></tr><tr><td>Planning</td><td>£1.3m</td><td>£1.3m</td></tr></tbody></table>

Members welcomed the early warning and asked what would be done if the demand for temporary accommodation did not fall. The Director explained that {n} units in {place} would come into use before the end of the year.""",
        "agreed",
        """That:

(a) the forecast be noted;
(b) {sum} be moved from the budget equalisation reserve to temporary accommodation;
(c) a further report be brought to the next ordinary meeting.""",
        vote=True,
    ),
    Matter(
        "Motion on notice: pavement parking",
        "",
        "To debate the motion of which notice was given by Councillor {member}.",
        """Councillor {member} moved the motion, and spoke of a resident of {place} who could not pass along {road} with a wheelchair on most evenings. Several members gave examples from their own wards. Others asked that tradespeople should not be driven out of narrow streets.

The Monitoring Officer advised that enforcement was a matter for the county council, and that this council could ask but not act.""",
        "agreed",
        "That the council write to the county council and ask for a trial of pavement-parking enforcement in {place}, with results within twelve months.",
        vote=True,
    ),
    Matter(
        "Appointments to outside bodies",
        "Monitoring Officer",
        "To fill vacancies that have arisen since the annual meeting.",
        "The Monitoring Officer reported {n} vacancies. Nominations had been received for all of them, and none was contested.",
        "agreed",
        """That the following be appointed until the next annual meeting:

· Councillor {member} to the Esk Drainage Board;
· Councillor {other} to the trustees of {building}.""",
    ),
    Matter(
        "Petition: save the {place} bus",
        "",
        "To receive a petition of {many} signatures, and to decide how to answer it.",
        """The lead petitioner addressed the meeting. Since the service had been cut to {n} journeys a week, older residents could no longer reach the surgery without a taxi.

Members thanked the petitioner. It was noted that the operator had offered to restore two journeys for a subsidy of {sum} a year, and that the county’s own decision was due in the autumn.""",
        "referred",
        "That the petition be referred to the Cabinet, with the council’s support for restoring two journeys a week.",
    ),
    Matter(
        "Review of polling places",
        "Returning Officer",
        "To approve changes after the public consultation.",
        "The Returning Officer explained that {building} could no longer be used because of its steps. {many} electors would vote instead at the primary school in {place}, which was level and on a bus route. No objection had been received.",
        "agreed",
        "That the polling places in the appendix be approved.",
    ),
    Matter(
        "Council tax reduction scheme",
        "Director of Finance",
        "To adopt the scheme for the coming year.",
        """The scheme had been consulted on for ten weeks; {many} replies were received, of which most were in favour. The greatest change was a disregard for carers’ allowance.

An amendment to keep the present scheme for a further year was moved and, on being put to the vote, was lost.""",
        "agreed",
        "That the scheme be adopted from 1 April.",
        vote=True,
        amendment="To keep the present scheme for a further year.",
    ),
]

STOCK["cabinet"] = [
    Matter(
        "Leisure contract: award",
        "Director of Communities",
        "To award the contract for running the council’s two leisure centres.",
        """The portfolio holder introduced the report. {n} bids had been received and scored on quality (60 %) and price (40 %). The preferred bidder would take on all staff on their present terms, and would keep the concession for carers.

Members asked about the hours of the {place} pool. The Director confirmed that early swimming was a condition of the contract.""",
        "agreed",
        "That the contract be awarded for ten years from 1 April, at an annual saving of {sum}.",
        "To approve the award to the bidder ranked first.",
        "The bid offers the best balance of quality and price, and protects staff and concessions.",
        "To bring the service in house was considered; it would have cost {sum} more in the first year.",
        is_key=True,
    ),
    Matter(
        "Household waste: collection of food waste",
        "Head of Environment",
        "To decide how the weekly collection of food waste begins.",
        """The Head of Environment explained that the law required a weekly collection. It was proposed to begin with {many} households in {place} and to reach the whole district within nine months.

In discussion members noted that:

· caddies must be light enough for people with little strength;
· flats needed an arrangement of their own;
· the vehicles had been ordered, and the first {n} would arrive in the spring.""",
        "agreed",
        "That the roll-out be approved as set out in the report, beginning in {place}.",
        "",
        "A staged start lets rounds be adjusted before the whole district depends on them.",
        "A start everywhere on one day was rejected because of the risk of missed collections.",
        is_key=True,
    ),
    Matter(
        "Grants to voluntary organisations",
        "Director of Communities",
        "To consider applications under the community fund.",
        "There were {n} applications for a total of {sum}, against a budget of £45,000. Councillor {member} asked that small groups be helped with the form. Members were satisfied that each of those recommended met the criteria.",
        "agreed",
        "That the grants in the appendix be paid, and the rest of the fund be kept for a second round.",
        "",
        "The applications meet the criteria of the fund.",
        "To fund fewer groups with larger sums.",
    ),
    Matter(
        "Sea defences at Marram Dunes",
        "Head of Environment",
        "To accept a grant and approve the works.",
        """The Environment Agency had offered a grant of {sum} towards rock armour and new fencing. The works would protect {n} properties and the coast path. They had to be done between September and March because of nesting birds.

The portfolio holder thanked the volunteers of the dune watch, whose surveys had carried the application.""",
        "agreed",
        "That the grant be accepted and the Head of Environment be authorised to let the contract.",
        "",
        "Without the works the path is expected to be lost within five years.",
        "To let the dune move was considered, and found to put the pumping station at risk.",
        is_key=True,
    ),
    Matter(
        "Quarterly performance report",
        "Chief Executive",
        "To review performance against the corporate plan.",
        "Of {n} measures, all but four were on target. The time taken to decide minor planning applications had come down to {few} weeks. Complaints about missed bins had risen after the storms. The Leader asked for the figures on homelessness to be shown by cause in future.",
        "noted",
        "That the report be noted.",
    ),
    Matter(
        "Car park charges",
        "Head of Environment",
        "To propose charges for the coming year.",
        "It was proposed to keep the first half hour free in {place} and to raise the all-day charge by 20 pence. Councillor {member} was concerned for shop workers; a permit at half price would be offered to them. The increase was expected to bring {sum} a year.",
        "recommended",
        "To recommend to Council that the charges be approved, with a half-price permit for shop workers.",
        reasons="The income pays for resurfacing.",
        options="A higher charge with no free half hour.",
    ),
    Matter(
        "Damp and mould in council-managed homes",
        "Housing Manager",
        "To consider progress since the last report.",
        "{many} homes had been inspected, and works ordered in {n} of them. The average wait had fallen to {few} weeks. Members heard that two thirds of the cases were caused by failed ventilation and not by the way tenants lived, and asked that letters to tenants say so.",
        "agreed",
        "That the programme be continued for a further year and letters to tenants be rewritten.",
    ),
    Matter(
        "Asset plan: {building}",
        "Director of Finance",
        "To decide the future of the building.",
        "The building had been empty for two years and cost {sum} a year to keep safe. A trust had come forward that wished to use it as workshops. The Director advised that a lease at a low rent could be justified by the benefit to {place}.",
        "delegated",
        "That the Director of Finance, with the portfolio holder, be authorised to settle the terms and grant a lease.",
        reasons="The building would be used and repaired.",
        options="To sell it on the open market.",
    ),
]

PLANNING_CONDITIONS = """That permission be granted, with these conditions:

(a) development to begin within three years;
(b) materials to be agreed before work starts;
(c) no work outside 8 am to 6 pm on weekdays, nor on Sundays and bank holidays;
(d) {n} bicycle stands to be in place before first occupation."""
STOCK["planning-committee"] = [
    Matter(
        "{yy}/{ref}: {n} dwellings, land east of {road}, {place}",
        "Principal Planning Officer",
        "Outline application for {n} dwellings with access; all other matters reserved.",
        """The officer described the site and the changes since the first proposal: fewer houses, a wider verge, and a pond that would take water in heavy rain.

· A neighbour spoke against the application, on traffic and the loss of a hedge.
· The agent spoke for it.
· Councillor {member}, as ward member, asked that the hedge be kept.

In debate members weighed the need for homes against the character of the lane. The highway authority had not objected. It was proposed and seconded that permission be granted with the conditions that the officer had read out.""",
        "agreed",
        PLANNING_CONDITIONS,
        "Approval, subject to conditions and a legal agreement.",
        vote=True,
    ),
    Matter(
        "{yy}/{ref}: change of use of {building} to a restaurant",
        "Principal Planning Officer",
        "Full application for a restaurant on the ground floor, with extraction at the rear.",
        "Members had visited the site. The environmental health officer was satisfied that smells could be controlled. A resident of the flat above spoke of noise late in the evening, and members thought the hours asked for too long for {road}.",
        "agreed",
        "That permission be granted, with closing at 10.30 pm and the extraction to be tested before opening.",
        "Approval.",
        vote=True,
    ),
    Matter(
        "{yy}/{ref}: two-storey extension, {few} {road}, {place}",
        "Planning Officer",
        "Householder application, called in by the ward member.",
        "The officer showed the effect on the light of the neighbouring kitchen. The parish council had objected. The applicant had moved the extension half a metre, but members felt that it would still be overbearing.",
        "refused",
        "That permission be refused, because the extension by its height and closeness would harm the living conditions of the neighbours, contrary to policy D4.",
        "Refusal.",
        vote=True,
    ),
    Matter(
        "{yy}/{ref}: solar panels on the roof of {building}",
        "Planning Officer",
        "Listed building consent for {n} panels on the south slope.",
        "The conservation officer did not object: the slope could not be seen from {road}, and the panels could be taken off again without harm. Members congratulated the trustees.",
        "agreed",
        "That listed building consent be granted.",
        "Approval.",
    ),
    Matter(
        "{yy}/{ref}: agricultural barn, {place}",
        "Principal Planning Officer",
        "Full application for a barn of {many} square metres.",
        "Members asked why so large a building was needed for a holding of {n} hectares, and whether it might become a house in time. The agent could not be present. It was proposed that the decision wait for evidence.",
        "deferred",
        "That the application be deferred for an agricultural appraisal.",
        "Approval.",
    ),
    Matter(
        "Tree preservation order: {n} limes, {road}",
        "Tree Officer",
        "To confirm an order that was made earlier in the year.",
        "One objection had been received, from an owner who feared for a garden wall. The Tree Officer had found no damage and would support careful pruning. Members valued the avenue.",
        "agreed",
        "That the order be confirmed without change.",
    ),
    Matter(
        "Footpath {few}, {place}: diversion",
        "Rights of Way Officer",
        "To decide whether to make an order.",
        "The diversion would take the path round a farmyard. Walkers’ groups were content as long as the new surface was firm in winter. The landowner would pay the costs of £{few},400.",
        "agreed",
        "That the order be made and, if there is no objection, confirmed.",
    ),
    Matter(
        "Planning appeals and enforcement",
        "Head of Planning",
        "To receive the quarterly report.",
        "{n} appeals had been decided, of which {few} were dismissed. The inspector’s remarks on the use of policy H2 were discussed. Enforcement cases stood at {many}; most were small.",
        "noted",
        "That the report be noted.",
    ),
    Matter(
        "{yy}/{ref}: telecommunications mast, {road}, {place}",
        "Planning Officer",
        "Prior approval for a mast of 17.5 metres.",
        "A petition of {many} names had been received. The officer reminded members that need and health could not be considered where the certificate was in order. Members thought the mast would stand in the view of the church from the green, and that the industrial estate had not been properly looked at.",
        "refused",
        "That prior approval be refused on siting and appearance.",
        "Prior approval required and granted.",
        vote=True,
        against_advice=True,
    ),
]

STOCK["scrutiny-committee"] = [
    Matter(
        "Review of library hours",
        "Scrutiny Manager",
        "To receive the report of the task group.",
        """Councillor {member}, who had led the group, thanked the {many} people who had answered the survey. The group had visited {n} libraries. It had found that:

· evening hours were used chiefly by students and by people learning English;
· Saturday afternoons were busier than any weekday;
· volunteers were willing to help, but not to open the building alone.

The portfolio holder welcomed the report and said that most of it could be done within the budget.""",
        "recommended",
        "To recommend to the Cabinet that one evening be exchanged for Saturday afternoon in {place}, for a year’s trial.",
    ),
    Matter(
        "Call-in: parking permits in {place}",
        "Scrutiny Manager",
        "To consider a decision of the Cabinet called in by five members.",
        "The members who had called the decision in said that residents of {road} had not been asked. The portfolio holder regretted that letters had gone to the wrong streets. Members were of the view that the scheme was right and the consultation was not.",
        "referred",
        "That the decision be referred back to the Cabinet, to be taken again after a full consultation.",
        vote=True,
    ),
    Matter(
        "Flooding of {road}: what was learnt",
        "Head of Environment",
        "To consider the report on the last floods.",
        """Water had entered {n} homes. The pumps at {place} had worked, but a screen was blocked by a fallen tree. Witnesses from the drainage board and the water company answered questions.

Members asked for one telephone number to be given to residents, in place of four.""",
        "agreed",
        "That the Head of Environment report on a single number for flood reports within six months.",
    ),
    Matter(
        "Housing allocations: performance",
        "Housing Manager",
        "To examine the time that families wait.",
        "The average wait for a two-bedroom home was {many} days. Members asked how many homes stood empty for repairs, and were told {n}. Councillor {member} asked that the figure be reported each quarter.",
        "noted",
        "That the report be noted, and empty homes be added to the quarterly report.",
    ),
    Matter(
        "Air quality in {place}",
        "Environmental Health Manager",
        "To consider the annual status report.",
        "Nitrogen dioxide at the school on {road} had fallen for the third year and was now below the limit. It was highest at ten past three on weekdays. Pupils had made a film, which members watched with pleasure.",
        "agreed",
        "That the Cabinet be asked to consider a school street on {road}.",
    ),
    Matter(
        "Draft budget: questions to the portfolio holders",
        "Director of Finance",
        "To question the proposals before they go to Council.",
        "Members questioned each portfolio holder in turn. The largest saving was {sum} from the new leisure contract. There was concern that the saving on grounds maintenance of {n} per cent could not be made without neglect of play areas.",
        "recommended",
        "To recommend that the saving on grounds maintenance be halved, and met from reserves.",
        vote=True,
    ),
    Matter(
        "Work programme",
        "Scrutiny Manager",
        "To agree the work of the committee for the next months.",
        "Members went through the list. The review of {building} was moved to the spring, and a session with the water company was added.",
        "agreed",
        "That the work programme be agreed as amended.",
    ),
    Matter(
        "Digital access for older residents",
        "Director of Communities",
        "To receive a progress report.",
        "The sessions at {building} had helped {many} people in the year. What they asked for most was help with parking payments and the surgery’s form. The volunteers asked for {n} more tablets.",
        "noted",
        "That progress be noted and the volunteers be thanked.",
    ),
]

STOCK["withydale-parish-council"] = [
    Matter(
        "Allotments",
        "Parish Clerk",
        "To consider vacant plots, the waiting list and rents.",
        "{few} plots were vacant and {n} people were waiting. The clerk would offer the plots in order. Plot {few} was badly overgrown, and its holder would be written to once more. The pump had been mended at a cost of £84.",
        "agreed",
        "That rents stay as they are for another year, and half plots be offered to beginners.",
    ),
    Matter(
        "Footpaths and stiles",
        "",
        "To receive the wardens’ report.",
        "The wardens had walked every path. The stile by {road} was rotten, and the bridge over the Lathe had lost two boards. A landowner had agreed to a gate in place of the stile.",
        "agreed",
        "That a gate be bought for up to £420, and the county be told of the bridge.",
    ),
    Matter(
        "Payments and bank reconciliation",
        "Parish Clerk",
        "To approve payments and receive the reconciliation.",
        """The reconciliation to the end of the month was received and signed. Balances were £18,2{few}0.

<table><caption>Payments</caption><thead><tr><th scope="col">To</th><th scope="col">For</th><th scope="col">Amount</th></tr></thead><tbody><tr><td>Village hall</td><td>Hire</td><td>£36.00</td></tr><tr><td>Garth and Sons</td><td>Mowing</td><td>£{n}0.00</td></tr><tr><td>Clerk</td><td>Salary and expenses</td><td>£412.50</td></tr></tbody></table>""",
        "agreed",
        "That the payments be approved.",
    ),
    Matter(
        "Planning consultations",
        "",
        "To agree comments to the district council.",
        "An application for {few} houses behind {road} was considered. Members did not object to houses there, but the lane had no footway and flooded each winter.",
        "agreed",
        "That the parish council ask for a footway and for the drain to be surveyed, and otherwise not object.",
    ),
    Matter(
        "Play area inspection",
        "Parish Clerk",
        "To consider the yearly report.",
        "The inspector had found nothing of high risk. The matting under the swings was worn, and the gate closed too quickly for small fingers.",
        "agreed",
        "That the gate be put right at once and quotations for matting be sought.",
    ),
    Matter(
        "Grants",
        "",
        "To consider requests for help.",
        "Requests had come from the lunch club, the bell ringers and the junior football team. Members thought all three deserving.",
        "agreed",
        """That these be paid under section 137:

· lunch club, £200;
· bell ringers, £{n}0;
· junior football, £150.""",
    ),
    Matter(
        "Speed of traffic on {road}",
        "",
        "To hear from the speed watch group.",
        "In {n} sessions {many} vehicles were counted, one in six of them above 35 miles an hour. The fastest had been at school time. The group needed two more volunteers.",
        "agreed",
        "That the county be asked for a sign that shows drivers their speed, and the parish offer a third of its cost.",
    ),
]

STOCK["safer-neighbourhoods-board"] = [
    Matter(
        "Crime and disorder: the quarter",
        "Chief Inspector Rowan Ellery",
        "To consider the figures and what is being done.",
        """Recorded crime had fallen by {few} per cent. Shoplifting had not. The Chief Inspector explained that {n} of the offences were the work of three people, all of whom had been charged.

Members made these comments:

· shop workers needed a number that was answered;
· figures by ward would help members to explain them to residents;
· fear of crime was rising although crime was not.""",
        "noted",
        "That the report be noted, and figures by ward be sent to all members.",
    ),
    Matter(
        "Youth work in {place}",
        "Community Safety Manager",
        "To decide on a further year of the evening project.",
        "The project had seen {many} young people, most of them more than once. Calls to the police from {road} on Friday evenings had halved. The housing trust would go on giving the room without charge.",
        "agreed",
        "That {sum} be granted for a further year, with a report on what the young people themselves want.",
    ),
    Matter(
        "Domestic abuse: partnership plan",
        "Community Safety Manager",
        "To agree the plan for three years.",
        "Dr Castellan spoke of the link with housing. Members welcomed the training of {n} hairdressers and pharmacists to recognise signs, and asked that men who needed help be named in the plan as well.",
        "agreed",
        "That the plan be agreed with that addition.",
    ),
    Matter(
        "Street lighting and safety on {road}",
        "Community Safety Manager",
        "To consider the night-time walk.",
        "Members had walked the route after dark with residents. {n} lamps were out or hidden by trees. The county had promised repairs within {few} weeks.",
        "agreed",
        "That the walk be repeated in the spring, and the results be published.",
    ),
    Matter(
        "Closed-circuit television: annual review",
        "Community Safety Manager",
        "To review the cameras and their purpose.",
        "Each camera had been looked at against its purpose. Two in {place} had given nothing of use in two years and ought to be taken down. Images had been passed to the police on {many} occasions.",
        "agreed",
        "That the two cameras be taken down, and the review be published.",
    ),
    Matter(
        "Dogs on the beach",
        "Community Safety Manager",
        "To consider the renewal of the order.",
        "The order had been kept to by most. Walkers asked for the early morning to be free all the year round; parents of small children did not. Wardens had given {few} penalties.",
        "referred",
        "That the order be referred to the district council for renewal, with dogs allowed before 9 am.",
    ),
]

# What residents ask, and what they are answered: another at each of a body's meetings in turn.
QUESTIONS = [
    "A resident asked when the public lavatories at the quay would open again. The Chair replied that work had begun, and that the day would be announced.",
    "A resident asked for a bench at the bus stop on {road}. The Chair replied that the county had agreed, and was looking for a place.",
    "A resident asked why the hedge along {road} had been cut so late. The Chair replied that the contractor had been told of the nesting season.",
    "A resident asked how to object to a fence that had been put up without permission. The Chair explained how a complaint is made, and to whom.",
    "A resident asked for the minutes of the working group on flooding. The Chair replied that they would be put on the website.",
    "A resident asked whether the Saturday market could be moved to {place}. The Chair replied that the traders would be asked first.",
    "There were no questions.",
]
PLACES = "Harrowmouth|Penny Cross|Stonegarth|Withydale|Upper Lathe|Eskmere Quayside|Marram|Castle Hill|Low Fold|Saltern".split(
    "|"
)
ROADS = "Tenter Lane|Quay Street|Moot Hill|Drovers’ Way|Lathe Bank|Castle Terrace|Fuller Street|Beck Side|Old Rope Walk|Sandgate".split(
    "|"
)
BUILDINGS = "the Corn Store|the old Custom House|Lathe Mill|the Assembly Rooms|St Werna’s hall|the Pump House|the Drill Hall".split(
    "|"
)
