"""A council that does not exist: Eskmere, its committees and its people. Any likeness is chance."""

from datetime import time

ORGANISATION = {
    "name": "Eskmere District Council",
    "kind": "council",
    "strapline": "Agendas, minutes and decisions of the council, its committees and Withydale parish.",
    "contact_name": "Democratic Services",
    "contact_email": "democracy@eskmere.example",
    "contact_phone": "01632 960 120",
    "contact_address": "Moot Hall, Market Place, Eskmere",
    "data_licence": "Open Government Licence v3.0",
    "data_licence_url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}

WARDS = (
    "Eskmere Castle|Eskmere Quayside|Withydale|Harrowmouth|Penny Cross|Stonegarth|Upper Lathe|Marram and Dunes".split(
        "|"
    )
)
PARTIES = {
    "Eskmere First": "EF",
    "Residents’ Alliance": "RA",
    "Progress": "P",
    "Green Valley": "GV",
    "Independent": "Ind",
}

# first name, last name, party, ward; the Board's partners have a post instead
PEOPLE = [
    ("Margaret", "Ashdown", "Eskmere First", "Eskmere Castle"),
    ("Tobias", "Brandreth", "Progress", "Harrowmouth"),
    ("Nusrat", "Chaudry", "Progress", "Eskmere Quayside"),
    ("Colin", "Dunmore", "Eskmere First", "Stonegarth"),
    ("Elin", "Fairweather", "Green Valley", "Upper Lathe"),
    ("Peter", "Garrow", "Residents’ Alliance", "Penny Cross"),
    ("Harriet", "Holloway", "Progress", "Withydale"),
    ("Idris", "Jenkyn", "Independent", "Marram and Dunes"),
    ("Ruth", "Kettering", "Eskmere First", "Eskmere Castle"),
    ("Oluwaseun", "Ladipo", "Progress", "Harrowmouth"),
    ("Frances", "Mordaunt", "Residents’ Alliance", "Eskmere Quayside"),
    ("Graham", "Nuttall", "Eskmere First", "Penny Cross"),
    ("Siân", "Ŵyllt-Owen", "Green Valley", "Withydale"),
    ("Desmond", "Pargeter", "Independent", "Upper Lathe"),
    ("Anjali", "Quarrington", "Progress", "Stonegarth"),
    ("Leonard", "Rushworth", "Residents’ Alliance", "Harrowmouth"),
    ("Beatrice", "Sallow", "Green Valley", "Marram and Dunes"),
    ("Kwame", "Tetteh", "Progress", "Eskmere Castle"),
    ("Judith", "Underhay", "Eskmere First", "Upper Lathe"),
    ("Malcolm", "Vesey", "Residents’ Alliance", "Withydale"),
    ("Philippa", "Wansbeck", "Independent", "Stonegarth"),
]
# who agreed to be summoned by e-mail, and whether they thought better of it
CONSENTED = [
    ("Dunmore", False),
    ("Holloway", False),
    ("Rushworth", False),
    ("Tetteh", False),
    ("Vesey", False),
    ("Pargeter", True),
]
PARTNERS = [
    ("Chief Inspector", "Rowan", "Ellery", "Eskmere Constabulary"),
    ("Dr", "Miriam", "Castellan", "Public Health"),
    ("Mr", "Joseph", "Ardingly", "Eskmere Housing Trust"),
]

OFFICERS = {
    "council": [
        "Alison Thrale, Chief Executive",
        "Dominic Feather, Monitoring Officer",
        "Priya Somers, Democratic Services Officer",
    ],
    "cabinet": [
        "Alison Thrale, Chief Executive",
        "Stuart Marl, Director of Finance",
        "Priya Somers, Democratic Services Officer",
    ],
    "planning-committee": [
        "Helen Coppice, Head of Planning",
        "Ben Yarrow, Principal Planning Officer",
        "Priya Somers, Democratic Services Officer",
    ],
    "scrutiny-committee": ["Gwen Tarrant, Scrutiny Manager", "Stuart Marl, Director of Finance"],
    "withydale-parish-council": ["Joan Pettifer, Parish Clerk"],
    "safer-neighbourhoods-board": ["Marcus Thole, Community Safety Manager", "Gwen Tarrant, Scrutiny Manager"],
}
# Who comes for an item of their own, by post.
EXPERTS = {
    "Director of Finance": "Stuart Marl",
    "Director of Communities": "Nadia Okell",
    "Returning Officer": "Edith Marlowe",
    "Head of Environment": "Ifor Penhale",
    "Housing Manager": "Carla Whin",
    "Environmental Health Manager": "Tom Ashlar",
    "Planning Officer": "Jess Orrin",
    "Rights of Way Officer": "Martin Gell",
    "Tree Officer": "Sunita Rowan",
}

# slug, name, kind, clear days, quorum, venue, start, purpose, every how many months, offset, weekday (0 is Monday), which of the month
DIRECTIONS = {  # by venue
    "Council Chamber, Moot Hall": "The Moot Hall stands in the Market Place, two minutes from the bus station. The entrance in Well Lane "
    "has no steps and is open from half an hour before a meeting. A hearing loop is fitted."
}
COMMITTEES = [
    (
        "council",
        "Council",
        "council",
        "principal-5",
        6,
        "Council Chamber, Moot Hall",
        time(18, 30),
        "<p>All 21 councillors. It sets the budget and the council tax, adopts the main policies, and appoints the Leader and the committees.</p>",
        3,
        1,
        2,
        3,
    ),
    (
        "cabinet",
        "Cabinet",
        "executive",
        "principal-5",
        3,
        "Committee Room 1, Moot Hall",
        time(17, 0),
        "<p>The Leader and the portfolio holders. It takes the executive decisions of the council:</p>"
        "<ul><li>services and contracts;</li><li>property and grants;</li><li>proposals to Council for the budget.</li></ul>",
        2,
        0,
        1,
        2,
    ),
    (
        "planning-committee",
        "Planning Committee",
        "regulatory",
        "principal-5",
        4,
        "Council Chamber, Moot Hall",
        time(19, 0),
        "<p>Decides planning applications that are not decided by officers, and makes orders for trees and rights of way.</p>",
        2,
        1,
        3,
        1,
    ),
    (
        "scrutiny-committee",
        "Overview and Scrutiny Committee",
        "scrutiny",
        "principal-5",
        4,
        "Committee Room 2, Moot Hall",
        time(18, 0),
        "<p>Looks into what the Cabinet has decided and is about to decide, reviews services, and hears called-in decisions.</p>",
        2,
        0,
        0,
        3,
    ),
    (
        "withydale-parish-council",
        "Withydale Parish Council",
        "parish",
        "parish-3",
        3,
        "Withydale Village Hall",
        time(19, 30),
        "<p>The parish’s own council: allotments, footpaths, the burial ground, the village green and its grants.</p>",
        2,
        1,
        1,
        1,
    ),
    (
        "safer-neighbourhoods-board",
        "Safer Neighbourhoods Board",
        "board",
        "none",
        3,
        "Quayside Community Centre",
        None,
        "<p>Brings the council, the police, public health and the housing trust together to prevent crime and disorder.</p>",
        3,
        2,
        4,
        2,
    ),
]

# by the last name: chair, vice-chair, members; then substitutes
SEATS = {
    "cabinet": ("Ashdown Dunmore Chaudry Kettering Nuttall Underhay", ""),
    "planning-committee": ("Holloway Garrow Brandreth Fairweather Jenkyn Mordaunt Pargeter Vesey", "Ladipo Sallow"),
    "scrutiny-committee": ("Quarrington Rushworth Ladipo Sallow Tetteh Wansbeck Ŵyllt-Owen", "Garrow"),
    "withydale-parish-council": ("Ŵyllt-Owen Vesey Holloway Pargeter", ""),
    "safer-neighbourhoods-board": ("Mordaunt Tetteh Chaudry", ""),
}
CO_OPTED = {"safer-neighbourhoods-board": "Ellery Castellan Ardingly"}
NOT_IN_PUBLIC = {"safer-neighbourhoods-board"}
JOINED_ONLINE = {"planning-committee"}
