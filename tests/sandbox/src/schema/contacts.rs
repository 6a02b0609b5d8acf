//! Properties of contacts. The phone properties are those of section 5.1 of the facts.

use super::{Definition, Shape, property};

const INFORMATION: &str = "contactinformation";
const ACTIVITY: &str = "contact_activity";
const EMAIL: &str = "emailinformation";

pub(super) const LIFECYCLE: [(&str, &str); 8] = [
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("marketingqualifiedlead", "Marketing Qualified Lead"),
    ("salesqualifiedlead", "Sales Qualified Lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
    ("evangelist", "Evangelist"),
    ("other", "Other"),
];

const LEAD_STATUS: [(&str, &str); 8] = [
    ("NEW", "New"),
    ("OPEN", "Open"),
    ("IN_PROGRESS", "In Progress"),
    ("OPEN_DEAL", "Open Deal"),
    ("UNQUALIFIED", "Unqualified"),
    ("ATTEMPTED_TO_CONTACT", "Attempted to Contact"),
    ("CONNECTED", "Connected"),
    ("BAD_TIMING", "Bad Timing"),
];

const ROLES: [(&str, &str); 7] = [
    ("BLOCKER", "Blocker"),
    ("BUDGET_HOLDER", "Budget Holder"),
    ("CHAMPION", "Champion"),
    ("DECISION_MAKER", "Decision Maker"),
    ("END_USER", "End User"),
    ("INFLUENCER", "Influencer"),
    ("OTHER", "Other"),
];

const LANGUAGES: [(&str, &str); 8] = [
    ("de", "German"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("pt-br", "Portuguese - Brazil"),
];

pub(super) const PROPERTIES: [Definition; 57] = [
    property("firstname", "First Name", INFORMATION, Shape::Text),
    property("lastname", "Last Name", INFORMATION, Shape::Text),
    property("email", "Email", INFORMATION, Shape::Email).unique(),
    property("hs_additional_emails", "Additional email addresses", INFORMATION, Shape::Checkboxes).read_only(),
    property("work_email", "Work email", INFORMATION, Shape::Text),
    property("phone", "Phone Number", INFORMATION, Shape::Phone),
    property("mobilephone", "Mobile Phone Number", INFORMATION, Shape::Phone),
    property("hs_whatsapp_phone_number", "WhatsApp Phone Number", INFORMATION, Shape::Phone),
    property("fax", "Fax Number", INFORMATION, Shape::Text),
    property(
        "hs_searchable_calculated_phone_number",
        "Calculated Phone Number without country code",
        INFORMATION,
        Shape::PhoneDigits,
    )
    .calculated()
    .hidden(),
    property(
        "hs_searchable_calculated_mobile_number",
        "Calculated Mobile Number without country code",
        INFORMATION,
        Shape::PhoneDigits,
    )
    .calculated()
    .hidden(),
    property(
        "hs_searchable_calculated_international_phone_number",
        "Calculated Phone Number with country code",
        INFORMATION,
        Shape::PhoneDigits,
    )
    .calculated()
    .hidden(),
    property(
        "hs_searchable_calculated_international_mobile_number",
        "Calculated Mobile Number with country code",
        INFORMATION,
        Shape::PhoneDigits,
    )
    .calculated()
    .hidden(),
    property("hs_calculated_phone_number", "Calculated Phone Number in International Format", INFORMATION, Shape::Text)
        .calculated()
        .hidden(),
    property(
        "hs_calculated_mobile_number",
        "Calculated Mobile Number in International Format",
        INFORMATION,
        Shape::Text,
    )
    .calculated()
    .hidden(),
    property(
        "hs_calculated_phone_number_country_code",
        "Calculated Phone Number Country Code",
        INFORMATION,
        Shape::Text,
    )
    .calculated()
    .hidden(),
    property("hs_calculated_phone_number_area_code", "Calculated Phone Number Area Code", INFORMATION, Shape::Text)
        .calculated()
        .hidden(),
    property("hs_calculated_phone_number_region_code", "Calculated Phone Number Region", INFORMATION, Shape::Text)
        .calculated()
        .hidden(),
    property("salutation", "Salutation", INFORMATION, Shape::Text),
    property("jobtitle", "Job Title", INFORMATION, Shape::Text),
    property("company", "Company Name", INFORMATION, Shape::Text),
    property("associatedcompanyid", "Primary Associated Company ID", INFORMATION, Shape::Integer),
    property("website", "Website URL", INFORMATION, Shape::Text),
    property("address", "Street Address", INFORMATION, Shape::Text),
    property("city", "City", INFORMATION, Shape::Text),
    property("state", "State/Region", INFORMATION, Shape::Text),
    property("zip", "Postal Code", INFORMATION, Shape::Text),
    property("country", "Country/Region", INFORMATION, Shape::Text),
    property("industry", "Industry", INFORMATION, Shape::Text),
    property("annualrevenue", "Annual Revenue", INFORMATION, Shape::Text),
    property("numemployees", "Number of Employees", INFORMATION, Shape::Select).options(&[
        ("1-5", "1-5"),
        ("5-25", "5-25"),
        ("25-50", "25-50"),
        ("50-100", "50-100"),
        ("100-500", "100-500"),
        ("500-1000", "500-1000"),
        ("1000+", "1000+"),
    ]),
    property("date_of_birth", "Date of birth", INFORMATION, Shape::Text),
    property("message", "Message", INFORMATION, Shape::TextArea),
    property("lifecyclestage", "Lifecycle Stage", INFORMATION, Shape::Radio).options(&LIFECYCLE),
    property("hs_lead_status", "Lead Status", INFORMATION, Shape::Radio).options(&LEAD_STATUS),
    property("hs_buying_role", "Buying Role", INFORMATION, Shape::Checkboxes).options(&ROLES),
    property("hs_language", "Preferred language", INFORMATION, Shape::Select).options(&LANGUAGES),
    property("hs_timezone", "Time Zone", INFORMATION, Shape::Text),
    property("hs_linkedin_url", "LinkedIn URL", INFORMATION, Shape::Text),
    property("hubspot_owner_id", "Contact owner", INFORMATION, Shape::Owner),
    property("hs_marketable_until_renewal", "Marketing contact until next update", INFORMATION, Shape::Bool)
        .read_only(),
    property("createdate", "Create Date", INFORMATION, Shape::DateTime).read_only(),
    property("lastmodifieddate", "Last Modified Date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_lifecyclestage_lead_date", "Became a Lead Date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_lifecyclestage_customer_date", "Became a Customer Date", INFORMATION, Shape::DateTime).read_only(),
    property("closedate", "Close Date", INFORMATION, Shape::DateTime),
    property("num_associated_deals", "Number of Associated Deals", INFORMATION, Shape::Integer).calculated(),
    property("hs_full_name_or_email", "Full name or email", INFORMATION, Shape::Text).calculated(),
    property("hs_email_domain", "Email Domain", EMAIL, Shape::Text).calculated(),
    property("hs_email_optout", "Unsubscribed from all email", EMAIL, Shape::Bool),
    property("notes_last_contacted", "Last Contacted", ACTIVITY, Shape::DateTime).read_only(),
    property("notes_last_updated", "Last Activity Date", ACTIVITY, Shape::DateTime).read_only(),
    property("notes_next_activity_date", "Next Activity Date", ACTIVITY, Shape::DateTime).read_only(),
    property("num_notes", "Number of Sales Activities", ACTIVITY, Shape::Integer).read_only(),
    property("num_contacted_notes", "Number of times contacted", ACTIVITY, Shape::Integer).read_only(),
    property("hs_last_sales_activity_timestamp", "Last Engagement Date", ACTIVITY, Shape::DateTime).read_only(),
    property("hs_analytics_source", "Original Traffic Source", "analyticsinformation", Shape::Select)
        .options(&[
            ("ORGANIC_SEARCH", "Organic Search"),
            ("REFERRALS", "Referrals"),
            ("DIRECT_TRAFFIC", "Direct Traffic"),
            ("OFFLINE", "Offline Sources"),
        ])
        .read_only(),
];
