"""Made-up names and places: people of Illinois who do not exist, and agencies that do."""

GIVEN_NAMES = (
    "Aaliyah", "Aaron", "Abigail", "Adriana", "Agnes", "Albert", "Alejandro", "Alice", "Amara", "Andrew", "Angela",
    "Anita", "Antonio", "Barbara", "Beatriz", "Benjamin", "Bernice", "Brandon", "Carla", "Carlos", "Carol", "Charles",
    "Cheryl", "Christopher", "Clarence", "Daniel", "Darnell", "Deborah", "Denise", "Diego", "Dolores", "Donald",
    "Dorothy", "Edward", "Elaine", "Elena", "Emily", "Ernest", "Esperanza", "Eugene", "Evelyn", "Frances", "Frank",
    "Gloria", "Gregory", "Hannah", "Harold", "Helen", "Imani", "Irene", "Jamal", "James", "Janet", "Jasmine", "Javier",
    "Jennifer", "Jerome", "Joan", "John", "Joyce", "Juan", "Karen", "Keisha", "Kenneth", "Kevin", "Larry", "Latoya",
    "Laura", "Leonard", "Linda", "Lucille", "Luis", "Malik", "Marcus", "Margaret", "Maria", "Marvin", "Mary", "Mei",
    "Michael", "Mildred", "Monica", "Nancy", "Natalia", "Nathan", "Nguyen", "Olivia", "Pamela", "Patricia", "Paul",
    "Priya", "Rafael", "Raymond", "Rebecca", "Richard", "Robert", "Rosa", "Ruth", "Samuel", "Sandra", "Sharon",
    "Stephen", "Susan", "Teresa", "Terrence", "Thomas", "Tyrone", "Vernon", "Victor", "Virginia", "Walter", "Wanda",
    "Wei", "William", "Yolanda", "Zachary",
)  # fmt: skip
FAMILY_NAMES = (
    "Adams", "Alvarez", "Anderson", "Baker", "Banks", "Bauer", "Becker", "Bell", "Bennett", "Brooks", "Brown", "Byrne",
    "Campbell", "Carter", "Castillo", "Chen", "Clark", "Coleman", "Collins", "Cruz", "Davis", "Diaz", "Dixon", "Dunn",
    "Edwards", "Evans", "Fischer", "Fitzgerald", "Flores", "Foster", "Garcia", "Gibson", "Gomez", "Gonzalez", "Graham",
    "Gray", "Green", "Hall", "Harris", "Hayes", "Henderson", "Hernandez", "Hill", "Hoffman", "Howard", "Hughes",
    "Jackson", "Jefferson", "Jenkins", "Johnson", "Jones", "Kelly", "Kim", "King", "Kowalski", "Lee", "Lewis", "Long",
    "Lopez", "Martin", "Martinez", "McCarthy", "Mendoza", "Meyer", "Miller", "Mitchell", "Moore", "Morales", "Morgan",
    "Morris", "Murphy", "Myers", "Nelson", "Nowak", "Ortiz", "Parker", "Patel", "Patterson", "Perez", "Perry",
    "Peterson", "Phillips", "Powell", "Price", "Ramirez", "Reed", "Reyes", "Rivera", "Roberts", "Robinson", "Rogers",
    "Ross", "Russell", "Sanchez", "Sanders", "Schmidt", "Scott", "Simmons", "Singh", "Smith", "Stewart", "Sullivan",
    "Taylor", "Thomas", "Thompson", "Torres", "Turner", "Vargas", "Wagner", "Walker", "Ward", "Washington", "Watson",
    "Weber", "White", "Williams", "Wilson", "Wood", "Wright", "Young", "Zielinski",
)  # fmt: skip
STREETS = (
    "Ash St", "Birch Ln", "Cedar Ave", "Cherry St", "Clark St", "Dogwood Dr", "Elm St", "Fayette Ave", "Glen Rd",
    "Grand Ave", "Hickory Ct", "Iles Ave", "Jefferson St", "Lake Shore Dr", "Laurel St", "Lincoln Ave", "Linden Ln",
    "Locust St", "Maple St", "Meadow Ln", "Monroe St", "Oak St", "Orchard Rd", "Park Ave", "Pine St", "Prairie Dr",
    "River Rd", "Spruce St", "State St", "Sycamore Dr", "Walnut St", "Washington St", "Willow Way",
)  # fmt: skip
# City and the first ZIP code of it.
CITIES = (
    ("Springfield", "62701"), ("Springfield", "62704"), ("Springfield", "62711"), ("Chicago", "60601"),
    ("Chicago", "60617"), ("Chicago", "60629"), ("Chicago", "60647"), ("Aurora", "60505"), ("Joliet", "60432"),
    ("Naperville", "60540"), ("Rockford", "61101"), ("Elgin", "60120"), ("Peoria", "61602"), ("Champaign", "61820"),
    ("Waukegan", "60085"), ("Bloomington", "61701"), ("Decatur", "62521"), ("Belleville", "62220"),
    ("Quincy", "62301"), ("Galesburg", "61401"), ("Carbondale", "62901"), ("Danville", "61832"), ("Pekin", "61554"),
    ("Dixon", "61021"), ("Chester", "62233"), ("Vandalia", "62471"), ("Jacksonville", "62650"), ("Lincoln", "62656"),
    ("Pontiac", "61764"), ("Mount Vernon", "62864"),
)  # fmt: skip
# Agencies as payroll files name them: code, name.
AGENCIES = {
    "DHS": "Department of Human Services",
    "DOC": "Department of Corrections",
    "DOT": "Department of Transportation",
    "DCFS": "Department of Children and Family Services",
    "HFS": "Department of Healthcare and Family Services",
    "ISP": "Illinois State Police",
    "DPH": "Department of Public Health",
    "DNR": "Department of Natural Resources",
    "DES": "Department of Employment Security",
    "REV": "Department of Revenue",
    "SOS": "Office of the Secretary of State",
    "DVA": "Department of Veterans' Affairs",
    "CMS": "Department of Central Management Services",
    "DJJ": "Department of Juvenile Justice",
    "EPA": "Environmental Protection Agency",
    "AGR": "Department of Agriculture",
    "DOA": "Department on Aging",
    "SAC": "Office of the Comptroller",
}
REGULAR_JOBS = (
    ("DHS", "Mental health technician"), ("DHS", "Caseworker"), ("DHS", "Registered nurse"), ("DHS", "Office assistant"),
    ("DOT", "Engineering technician"), ("DOT", "Civil engineer"), ("DCFS", "Child welfare specialist"),
    ("HFS", "Public aid investigator"), ("DPH", "Health facilities surveyor"), ("DNR", "Site superintendent"),
    ("DES", "Employment security specialist"), ("REV", "Revenue auditor"), ("SOS", "Driver services clerk"),
    ("DVA", "Licensed practical nurse"), ("CMS", "Accountant"), ("EPA", "Environmental protection specialist"),
    ("AGR", "Meat and poultry inspector"), ("DOA", "Social service planner"), ("SAC", "Account technician"),
)  # fmt: skip
ALTERNATIVE_JOBS = (
    ("DOC", "Correctional officer"), ("DOC", "Correctional sergeant"), ("DOC", "Correctional counselor"),
    ("DOT", "Highway maintainer"), ("DJJ", "Juvenile justice specialist"), ("DHS", "Security therapy aide"),
)  # fmt: skip
POLICE_JOB = ("ISP", "State trooper")
CARRIERS = {
    "health": ("Aetna HMO", "BlueAdvantage HMO", "Quality Care Health Plan", "Medicare Advantage PPO"),
    "dental": ("Delta Dental of Illinois",),
    "vision": ("EyeMed",),
    "life": ("MetLife",),
}
