"""Who a person is, how they sign in, what was sent to them, and who looked."""

from sers_portal.own_data.table import BY_ACCOUNT_ID, BY_PERSON_ID, Table, last_four, without_numbers, words

PERSON: tuple[Table, ...] = (
    Table(
        "person",
        "accounts.Person",
        "pk",
        words(
            "public_id member_id given_name middle_name family_name suffix born_on died_on delivery language recorded_at"
        ),
        {"ssn_last_four": last_four("ssn")},
    ),
    Table(
        "addresses",
        "accounts.Address",
        "person",
        words("line_1 line_2 city state zip_code from_on until_on returned_on recorded_at"),
    ),
    Table(
        "planned_addresses",
        "accounts.PlannedAddress",
        "person",
        words("line_1 line_2 city state zip_code from_on told_at taken_up_at cancelled_at"),
    ),
    Table(
        "contact_telephones",
        "accounts.ContactPhone",
        "person",
        words("kind added_at removed_at"),
        {"number_last_four": last_four("number")},
    ),
    Table(
        "people_who_help",
        "accounts.Delegation",
        "person",
        words("name email scope ends_on invited_at accepted_at revoked_at power_state"),
    ),
    Table(
        "people_you_help",
        "accounts.Delegation",
        "delegate__person",
        words("person__given_name person__family_name scope ends_on accepted_at revoked_at power_state"),
    ),
    Table(
        "appointments",
        "accounts.Appointment",
        "person",
        words("id topic way days part state asked_at begins_at staff_name"),
        {"phone_last_four": last_four("phone")},
    ),
    Table(
        "appointment_times_offered",
        "accounts.AppointmentOffer",
        "appointment__person",
        words("appointment_id begins_at withdrawn_at"),
    ),
    Table(
        "conversations",
        "accounts.Conversation",
        "person",
        words("id topic state opened_at state_since first_answered_at seen_at"),
    ),
    Table(
        "messages",
        "accounts.Message",
        "conversation__person",
        words("conversation_id at is_from_staff by_name"),
        {"words": without_numbers("words")},
    ),
    Table(
        "message_files",
        "accounts.MessageFile",
        "message__conversation__person",
        words("message_id upload__name upload__state"),
    ),
    Table("delivery_choices", "accounts.DeliveryChoice", "person", words("topic way chosen_at")),
    Table(
        "account",
        "accounts.User",
        "person",
        words("public_id email given_name family_name language joined_at last_login"),
    ),
    Table("email_addresses", "account.EmailAddress", "user__person", words("email verified primary")),
    Table(
        "sign_in_providers",
        "socialaccount.SocialAccount",
        "user__person",
        words("provider date_joined last_login"),
    ),
    Table("public_ids", "accounts.PublicId", "person", words("public_id recorded_at last_used_at")),
    Table(
        "telephones",
        "accounts.PhoneFactor",
        "user__person",
        words("channel created_at confirmed_at last_used_at"),
        {"number_last_four": last_four("number")},
    ),
    Table("second_steps", "mfa.Authenticator", "user__person", words("type created_at last_used_at")),
    Table(
        "registrations",
        "accounts.Registration",
        "person",
        words("phone_kind registered_at pin_set_at ended_at"),
        {"phone_last_four": last_four("phone")},
    ),
    Table("letter_requests", "accounts.LetterRequest", "person", words("asked_at state reasons decided_at")),
    Table(
        "activation_letters",
        "accounts.ActivationLetter",
        "person",
        words("issued_at days_valid entered_at ended_at ended_because"),
    ),
    Table("devices", "accounts.Device", "user__person", words("browser first_seen_at last_seen_at")),
    Table("sign_ins", "accounts.SignIn", "user__person", words("browser began_at last_seen_at ended_at")),
    Table("security_events", "accounts.SecurityEvent", "user__person", words("at kind means browser")),
    Table("account_locks", "accounts.AccountLock", "user__person", words("locked_by locked_at unlocked_at")),
    Table(
        "sign_in_recoveries",
        "accounts.FactorRecovery",
        "user__person",
        words("asked_at proven_at opens_at done_at stopped_at"),
    ),
    Table("uploads", "accounts.Upload", "person", words("name state received_at received_by_name")),
    Table("newsletter_choice", "accounts.NewsletterChoice", "person", words("way chosen_at")),
    Table("newsletters", "accounts.NewsletterDelivery", "person", words("issue__on way decided_at")),
)
SENT: tuple[Table, ...] = (
    Table(
        "letters",
        "accounts.LetterFor",
        "person",
        words(
            "letter__kind letter__document__title letter__recipient letter__address_lines letter__state "
            "letter__created_at letter__mailed_on letter__returned_on"
        ),
    ),
    Table(
        "emails",
        "accounts.EmailFor",
        "person",
        words("email__subject email__to email__language email__state email__created_at email__sent_at"),
    ),
    Table(
        "texts",
        "accounts.TextFor",
        "person",
        words("text__channel text__state text__created_at text__sent_at"),
    ),
    Table(
        "scam_reports",
        "notices.ScamReport",
        BY_ACCOUNT_ID,
        words("reference way given state reported_at"),
        {"story": without_numbers("story"), "sender": without_numbers("sender")},
    ),
)
LOOKED: tuple[Table, ...] = (
    Table("changes_of_your_record", "base.AuditEvent", BY_PERSON_ID, words("at by_name verb subject_type")),
    Table("who_looked", "base.AccessEvent", BY_PERSON_ID, words("at by_name page purpose was_refused")),
)
