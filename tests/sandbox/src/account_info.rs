//! Which account a key belongs to, what the key may do, and how much of the day's calls is used (section 2.4 of the facts).

use serde::Deserialize;
use serde_json::json;

use crate::account::Account;
use crate::call::Call;
use crate::dates;
use crate::errors::{Answered, Reply, no_credentials};

const DAY: u64 = 86_400_000;

/// `GET /account-info/{version}/details`
pub fn details(account: &Account) -> Answered {
    let portal = &account.portal;
    let minutes = offset_minutes(account);
    let sign = if minutes < 0 { '-' } else { '+' };
    let offset = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    Reply::ok(json!({"portalId": portal.id, "accountType": portal.account_type, "timeZone": portal.time_zone,
        "companyCurrency": portal.company_currency, "additionalCurrencies": portal.additional_currencies,
        "utcOffset": offset, "utcOffsetMilliseconds": offset_ms(account),
        "uiDomain": account.settings.ui_domain.as_ref().unwrap_or(&portal.ui_domain),
        "dataHostingLocation": account.settings.data_hosting_location.as_ref().unwrap_or(&portal.data_hosting_location)}))
}

/// `GET /account-info/{version}/api-usage/daily/private-apps`
pub fn daily_usage(account: &Account, call: &Call<'_>) -> Answered {
    let resets = dates::midnight(call.now, offset_ms(account)) + DAY;
    Reply::ok(json!({"results": [{"name": "private-apps-api-calls-daily", "usageLimit": account.settings.limits.daily,
        "currentUsage": account.usage.today(), "collectedAt": dates::iso(call.now), "fetchStatus": "SUCCESS",
        "resetsAt": dates::iso(resets)}]}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TokenBody {
    token_key: String,
}

/// `POST /oauth/v2/private-apps/get/access-token-info`. The user is the one who made the key, not the one who uses it.
pub fn token_info(account: &Account, call: &Call<'_>) -> Answered {
    let body: TokenBody = call.json()?;
    let key = account.keys.iter().find(|key| key.token == body.token_key).ok_or_else(no_credentials)?;
    let maker = account.owners.first().and_then(|owner| owner.user_id).unwrap_or(1);
    Reply::ok(json!({"userId": maker, "hubId": account.portal.id, "appId": 1_011, "scopes": key.scopes}))
}

/// Milliseconds that the account's time zone is ahead of UTC.
pub fn offset_ms(account: &Account) -> i64 {
    offset_minutes(account) * 60_000
}

/// From the seed, else by the zone's name, without summer time.
fn offset_minutes(account: &Account) -> i64 {
    account.portal.utc_offset_minutes.unwrap_or(match account.portal.time_zone.as_str() {
        "US/Pacific" | "America/Los_Angeles" => -480,
        "US/Mountain" | "America/Denver" => -420,
        "US/Central" | "America/Chicago" | "America/Mexico_City" => -360,
        "US/Eastern" | "America/New_York" => -300,
        "America/Sao_Paulo" | "America/Argentina/Buenos_Aires" => -180,
        "Europe/Berlin" | "Europe/Paris" | "Europe/Madrid" | "Europe/Rome" => 60,
        "Asia/Kolkata" => 330,
        "Asia/Singapore" => 480,
        "Australia/Sydney" => 600,
        _ => 0,
    })
}
