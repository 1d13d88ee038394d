"""Which rows and columns a person gets of each table, and which tables they do not get, with the reason.

Closed by default: a column that is not named here is not handed out, and a test fails for a table that stands in neither
list. To add a table, add a line; `manage.py own_data_schema` then writes the published schema anew.
"""

from sers_portal.own_data.tables.people import LOOKED, PERSON, SENT
from sers_portal.own_data.tables.plan import PLAN
from sers_portal.own_data.tables.work import WORK

TABLES = (*PERSON, *SENT, *PLAN, *WORK, *LOOKED)

# Linked to a person or an account, and not handed out.
NOT_HANDED_OUT = {
    "accounts.Disavowal": "secret links of e-mails; what came of them is in the security events",
    "accounts.EmailActivation": "hashes that prove a mailbox; the address itself is in the e-mail addresses",
    "accounts.FactorTries": "counts of wrong codes, which would help whoever guesses them",
    "accounts.RegistrationDraft": "a form that was not sent in; it is wiped after some days",
    "account.EmailConfirmation": "keys that prove a mailbox",
    "socialaccount.SocialToken": "keys of another website",
    "allauth_idp_oidc.Client": "programs that staff registered",
    "allauth_idp_oidc.Token": "keys of a program",
    "admin.LogEntry": "what staff did in the admin; what they did to the record is in its changes",
    "benefits.ClaimAccess": "hashes of codes that were mailed; the letters are among the letters, the claim among the claims",
    "benefits.BeneficiaryLetter": "the letters themselves are among the letters; what is paid is in the lump sums",
    "benefits.ClaimCalculation": "working papers of the examiner; what was decided is in the claim and its letters",
    "benefits.IncreaseDecision": "what came of it is in the annuity's amounts",
    "benefits.IncreaseDifference": "what of it was paid is among the payments",
    "benefits.AddressOnPaper": "what came of it is among the addresses",
    "benefits.Restoration": "what was given back is among the addresses, telephones, accounts, forms and beneficiaries",
    "benefits.PlannedIncrease": "plans for the Januaries; what came of them is in the annuity's amounts",
    "benefits.PlannedPayment": "plans of the payment runs; what was paid is in the payments and lump sums",
    "benefits.CapEffect": "a list for staff of records to correct; the records themselves are handed out",
}
