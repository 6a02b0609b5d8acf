//! Properties of companies.

use super::contacts::LIFECYCLE;
use super::{Definition, Shape, property};

const INFORMATION: &str = "companyinformation";

pub(super) const PROPERTIES: [Definition; 20] = [
    property("name", "Company name", INFORMATION, Shape::Text),
    property("domain", "Company Domain Name", INFORMATION, Shape::Text),
    property("phone", "Phone Number", INFORMATION, Shape::Phone),
    property("website", "Website URL", INFORMATION, Shape::Text),
    property("description", "Description", INFORMATION, Shape::TextArea),
    property("industry", "Industry", INFORMATION, Shape::Select).options(&[
        ("FOOD_BEVERAGES", "Food & Beverages"),
        ("HOSPITALITY", "Hospitality"),
        ("RESTAURANTS", "Restaurants"),
        ("RETAIL", "Retail"),
        ("WHOLESALE", "Wholesale"),
    ]),
    property("address", "Street Address", INFORMATION, Shape::Text),
    property("city", "City", INFORMATION, Shape::Text),
    property("state", "State/Region", INFORMATION, Shape::Text),
    property("zip", "Postal Code", INFORMATION, Shape::Text),
    property("country", "Country/Region", INFORMATION, Shape::Text),
    property("numberofemployees", "Number of Employees", INFORMATION, Shape::Integer),
    property("annualrevenue", "Annual Revenue", INFORMATION, Shape::Number),
    property("lifecyclestage", "Lifecycle Stage", INFORMATION, Shape::Radio).options(&LIFECYCLE),
    property("hubspot_owner_id", "Company owner", INFORMATION, Shape::Owner),
    property("num_associated_contacts", "Number of Associated Contacts", INFORMATION, Shape::Integer).calculated(),
    property("num_associated_deals", "Number of Associated Deals", INFORMATION, Shape::Integer).calculated(),
    property("createdate", "Create Date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_lastmodifieddate", "Last Modified Date", INFORMATION, Shape::DateTime).read_only(),
    property("notes_last_updated", "Last Activity Date", "companyactivity", Shape::DateTime).read_only(),
];
