//! Values of choices for reading.

use crate::protocol::view::Choice;

/// The labels of the values in a text, which are joined by `;`; a value that is no choice any more stands for itself.
pub fn choice_labels(options: &[Choice], value: &str) -> String {
    let label = |part: &str| {
        let option = options.iter().find(|option| option.value == part);
        option.map_or_else(|| part.to_owned(), |option| option.label.clone())
    };
    let parts: Vec<String> = value.split(';').filter(|part| !part.is_empty()).map(label).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_the_order_of_the_value() {
        let option = |value: &str, label: &str| Choice { value: value.into(), label: label.into() };
        let options = [option("a", "Apple"), option("b", "Banana")];
        assert_eq!(choice_labels(&options, "b;;a;gone"), "Banana, Apple, gone");
        assert_eq!(choice_labels(&options, ""), "");
    }
}
