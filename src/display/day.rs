//! The day of a date property as its control takes it: HubSpot answers `2026-12-07`, an instant, or milliseconds.

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The day as `2026-12-07`; the text itself where it names none.
pub fn iso_day(text: &str) -> String {
    if let Some((day, _)) = text.split_once('T') {
        return day.to_owned();
    }
    match text.parse::<i64>() {
        Ok(millis) if millis.unsigned_abs() >= DAY.unsigned_abs() => civil(millis.div_euclid(DAY)),
        Ok(_) | Err(_) => text.to_owned(),
    }
}

/// The calendar's day that is so many days after 1970-01-01; years begin in March, so that the leap day is the last of its year.
fn civil(days: i64) -> String {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_however_hubspot_writes_it() {
        for (text, day) in [
            ("2026-12-07", "2026-12-07"),
            ("2026-12-07T12:00:00Z", "2026-12-07"),
            ("1796601600000", "2026-12-07"),
            ("1709164800000", "2024-02-29"),
            ("951782400000", "2000-02-29"),
            ("-86400000", "1969-12-31"),
            ("", ""),
            ("soon", "soon"),
            ("2026", "2026"),
        ] {
            assert_eq!(iso_day(text), day, "{text}");
        }
    }
}
