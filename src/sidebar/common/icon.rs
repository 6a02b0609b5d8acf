//! Icons, drawn for this extension on a grid of 16 px. They are ornaments: words always stand with them or in the control's name.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Arrow,
    Back,
    Chat,
    Check,
    Clock,
    Close,
    Collapse,
    Expand,
    External,
    Forbidden,
    Group,
    Hidden,
    Info,
    Key,
    Link,
    More,
    Offline,
    Options,
    Panel,
    Person,
    Question,
    Search,
    Unlink,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Alert => "M8 2.25 14.5 13.5h-13ZM8 6.5v3M8 11.5h.01",
            Icon::Arrow => "M2.5 8h11M9.5 4l4 4-4 4",
            Icon::Back => "M10 3 5 8l5 5",
            Icon::Chat => {
                "M8 2.250c3.450 0 6.250 2.350 6.250 5.250s-2.800 5.250-6.250 5.250c-.700 0-1.400-.100-2-.300L2.500 13.750l.800-2.700C2.350 10.100 1.750 8.850 1.750 7.500c0-2.900 2.800-5.250 6.250-5.250Z"
            }
            Icon::Check => "M3 8.5 6.5 12 13 4.5",
            Icon::Clock => "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 4.75V8l2.25 1.5",
            Icon::Close => "M4 4l8 8M12 4l-8 8",
            Icon::Collapse => "M3.5 3.5 8 8l-4.5 4.5M8 3.5 12.5 8 8 12.5",
            Icon::Expand => "M12.5 3.5 8 8l4.5 4.5M8 3.5 3.5 8 8 12.5",
            Icon::External => "M9.5 2.75h3.75V6.5M13.25 2.75 7.5 8.5M11.5 9.5v3.75H2.75V4.5H6.5",
            Icon::Forbidden => "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM3.6 3.6l8.8 8.8",
            Icon::Group => {
                "M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5ZM1.75 13a4.25 4.25 0 0 1 8.5 0M10.5 3.25a2 2 0 0 1 0 4M11.75 9.5a4 4 0 0 1 2.5 3.5"
            }
            Icon::Hidden => {
                "M2 2l12 12M6.6 6.7a2 2 0 0 0 2.7 2.75M4.2 4.4C2.8 5.4 1.9 6.8 1.5 8c.9 2.4 3.4 4.5 6.5 4.5 1.3 0 2.5-.4 3.5-1M6.7 3.6 8 3.5c3.1 0 5.6 2.100 6.500 4.500-.3.8-.8 1.600-1.400 2.300"
            }
            Icon::Info => "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 7.5V11M8 5h.01",
            Icon::Key => {
                "M10.25 9.5a3.75 3.75 0 1 0-3.600-2.700L2.250 11.250v2.500h2.500v-1.750h1.750v-1.750l.750-.750ZM11 5h.01"
            }
            Icon::Link => {
                "M6.500 9.500l3-3M7.250 4.750l1.500-1.500a2.830 2.830 0 0 1 4 4l-1.500 1.500M8.750 11.250l-1.500 1.500a2.830 2.830 0 0 1-4-4l1.500-1.500"
            }
            Icon::More => "M3.250 8h.01M8 8h.01M12.750 8h.01",
            Icon::Offline => {
                "M2 2l12 12M8 12.750h.01M5.800 10.500a3.100 3.100 0 0 1 3.600-.600M3.300 8a6.600 6.600 0 0 1 3-1.700M9.600 6.300A6.600 6.600 0 0 1 12.700 8M1.250 5.250a9.600 9.600 0 0 1 2.700-1.800M7 2.800a9.600 9.600 0 0 1 7.750 2.450"
            }
            Icon::Options => {
                "M2.500 4.750h5.750M11.750 4.750h1.750M2.500 11.250h1.750M7.750 11.250h5.750M10 3v3.500M6 9.500V13"
            }
            Icon::Panel => "M2.250 3.250h11.500v9.500H2.250ZM9.750 3.250v9.500",
            Icon::Person => {
                "M8 7.750a2.750 2.750 0 1 0 0-5.500 2.750 2.750 0 0 0 0 5.500ZM2.750 13.750a5.250 5.250 0 0 1 10.500 0"
            }
            Icon::Question => {
                "M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500ZM6.200 6.300a1.800 1.800 0 1 1 2.700 1.600c-.6.4-.9.7-.9 1.300M8 11.250h.01"
            }
            Icon::Search => "M7 2.250a4.750 4.750 0 1 1 0 9.500 4.750 4.750 0 0 1 0-9.500ZM10.500 10.500l3.250 3.250",
            Icon::Unlink => {
                "M7.250 4.750l1.500-1.500a2.830 2.830 0 0 1 4 4l-1.500 1.500M8.750 11.250l-1.500 1.500a2.830 2.830 0 0 1-4-4l1.500-1.500M2.500 5h-1M5 2.500v-1M13.500 11h1M11 13.500v1"
            }
        }
    }

    /// Icons that point along the line are mirrored with it.
    fn points(self) -> bool {
        matches!(self, Icon::Arrow | Icon::Back | Icon::Collapse | Icon::Expand | Icon::External | Icon::Panel)
    }
}

/// Draws an icon.
#[component]
pub fn Glyph(icon: Icon) -> impl IntoView {
    let dot = matches!(icon, Icon::More).then_some("dots");
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-points=icon.points().then_some("") data-icon=dot>
            <path d=icon.path() />
        </svg>
    }
}
