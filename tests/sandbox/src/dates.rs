//! HubSpot's date-times: written as ISO 8601 or epoch milliseconds, read as ISO 8601 in UTC, without a fraction where the milliseconds
//! are 0. By arithmetic, because the sandbox has no clock and needs no time zones.

const SECOND: u64 = 1_000;
const DAY: u64 = 86_400 * SECOND;

/// `2024-01-17T19:55:04.281Z`.
pub fn iso(ms: u64) -> String {
    let (days, of_day) = (ms / DAY, ms % DAY);
    let (year, month, day) = civil(days);
    let (seconds, milli) = (of_day / SECOND, of_day % SECOND);
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// `Wed, 17 Jan 2024 19:55:04 GMT`, as in the `Date` header of an answer (RFC 9110, 5.6.7).
pub fn http_date(ms: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = civil(ms / DAY);
    let named = |names: &[&'static str], at: u64| names.iter().cycle().nth(usize::try_from(at).unwrap_or(0)).copied();
    let weekday = named(&DAYS, ms / DAY % 7).unwrap_or_default();
    let month = named(&MONTHS, month - 1).unwrap_or_default();
    let seconds = ms % DAY / SECOND;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

/// `2024-01-17`.
pub fn iso_day(ms: u64) -> String {
    let (year, month, day) = civil(ms / DAY);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Midnight of the day in which `ms` lies, for a place `offset` milliseconds ahead of UTC.
pub fn midnight(ms: u64, offset: i64) -> u64 {
    let local = ms.saturating_add_signed(offset);
    (local - local % DAY).saturating_add_signed(-offset)
}

/// Reads epoch milliseconds, `YYYY-MM-DD`, or ISO 8601 with `Z` or an offset. `None` for anything else and for times before 1970.
pub fn parse(text: &str) -> Option<u64> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let day = days(date)?;
    let Some(time) = time else { return Some(day * DAY) };
    let (clock, offset) = split_offset(time)?;
    let total = i64::try_from(day * DAY + of_day(clock)?).ok()? - offset;
    u64::try_from(total).ok()
}

/// Splits `19:55:04.281+02:00` into its clock and its offset in milliseconds.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (clock, zone) = time.split_at_checked(at)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let minutes = number(hours, 23)? * 60 + number(minutes, 59)?;
    let ms = i64::try_from(minutes * 60 * SECOND).ok()?;
    Some((clock, if zone.starts_with('-') { -ms } else { ms }))
}

fn of_day(clock: &str) -> Option<u64> {
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?, 23)?, number(parts.next()?, 59)?);
    let seconds = parts.next().unwrap_or("0");
    if parts.next().is_some() {
        return None;
    }
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    if fraction.bytes().any(|b| !b.is_ascii_digit()) {
        return None;
    }
    let milli: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(((hour * 60 + minute) * 60 + number(whole, 59)?) * SECOND + milli)
}

fn number(text: &str, most: u64) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number <= most)
}

/// Days since 1970 of `YYYY-MM-DD`, counted in eras of 400 years that begin in March.
fn days(date: &str) -> Option<u64> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, number(parts.next()?, 12)?, number(parts.next()?, 31)?);
    if parts.next().is_some() || year.len() != 4 || month == 0 || day == 0 {
        return None;
    }
    let year = number(year, 9999)? - u64::from(month <= 2);
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let count = (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(719_468)?;
    // The 31st of a shorter month is no day: it comes back as another one.
    (civil(count) == (year + u64::from(month <= 2), month, day)).then_some(count)
}

/// Year, month and day of a day since 1970.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let of_march = (5 * of_year + 2) / 153;
    let month = if of_march < 10 { of_march + 3 } else { of_march - 9 };
    (year + era * 400 + u64::from(month <= 2), month, of_year - (153 * of_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_written_forms_are_read_and_one_is_written() {
        let cases = [
            ("2024-01-17T19:55:04.281Z", 1_705_521_304_281, "2024-01-17T19:55:04.281Z"),
            ("1705521304281", 1_705_521_304_281, "2024-01-17T19:55:04.281Z"),
            ("2024-01-17T21:55:04+02:00", 1_705_521_304_000, "2024-01-17T19:55:04Z"),
            ("2000-02-29", 951_782_400_000, "2000-02-29T00:00:00Z"),
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("2099-12-31T23:59:59.5Z", 4_102_444_799_500, "2099-12-31T23:59:59.500Z"),
        ];
        for (text, ms, written) in cases {
            assert_eq!((parse(text), iso(ms).as_str()), (Some(ms), written), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "tomorrow", "2024-13-01", "2023-02-29", "2024-02-30T00:00:00Z", "2024-01-17T25:00:00Z", "12.5"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn midnight_is_that_of_the_place() {
        let at = parse("2026-11-25T01:30:00Z").expect("a date");
        assert_eq!(iso(midnight(at, -3 * 3_600_000)), "2026-11-24T03:00:00Z");
        assert_eq!(iso(midnight(at, 0)), "2026-11-25T00:00:00Z");
    }
}
