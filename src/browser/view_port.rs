//! A view's line to the engine.
//!
//! The service worker is stopped whenever it has nothing to do, and the line breaks with it. A view that would renew it at once
//! would keep the worker awake for ever; so it is renewed when the view has something to say, when it becomes visible, and
//! when a worker that has just started calls. After an update of the extension nothing answers any more: the view is told, once, and
//! says nothing from then on.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::chrome::{self, Port};
use super::listener::forever;
use super::message::{from_js, to_js};
use crate::protocol::Tier;

/// What a view does with what it hears.
pub struct Listener<In> {
    /// A message from the engine.
    pub heard: Box<dyn Fn(In)>,
    /// The extension was updated or removed: this view is an orphan.
    pub orphaned: Box<dyn Fn()>,
}

/// The line.
pub struct ViewPort<Out, In> {
    tier: Tier,
    hello: Out,
    listener: Listener<In>,
    port: RefCell<Option<Port>>,
    orphan: Cell<bool>,
    /// What is done when the line breaks.
    on_break: RefCell<Option<Rc<dyn Fn()>>>,
}

impl<Out: Serialize + 'static, In: DeserializeOwned + 'static> ViewPort<Out, In> {
    /// Opens the line; `hello` is said first each time it is opened.
    pub fn open(tier: Tier, hello: Out, listener: Listener<In>) -> Rc<Self> {
        let view = Rc::new(ViewPort {
            tier,
            hello,
            listener,
            port: RefCell::new(None),
            orphan: Cell::new(false),
            on_break: RefCell::new(None),
        });
        let (on_visible, on_call) = (Rc::clone(&view), Rc::clone(&view));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let held = document.clone();
            let listener = forever(move |_| {
                if !held.hidden() {
                    on_visible.connect();
                }
            });
            let _ = document.add_event_listener_with_callback("visibilitychange", &listener);
        }
        let listener = forever(move |_| on_call.connect());
        chrome::RUNTIME_ON_MESSAGE.with(|event| event.add_listener(&listener));
        view.connect();
        view
    }

    /// Says something, opening the line first where it is broken.
    pub fn send(self: &Rc<Self>, message: &Out) {
        self.connect();
        let port = self.port.borrow().clone();
        if let (Some(port), Some(value)) = (port, to_js(message))
            && port.post_message(&value).is_err()
        {
            self.port.replace(None);
        }
    }

    /// What is done when the line breaks: a view that waits for an answer must not wait for ever. It may call [`ViewPort::connect`].
    pub fn on_break(&self, run: impl Fn() + 'static) {
        self.on_break.replace(Some(Rc::new(run)));
    }

    /// Opens the line where it is broken, and says hello.
    pub fn connect(self: &Rc<Self>) {
        if self.orphan.get() || self.port.borrow().is_some() {
            return;
        }
        let info = Object::new();
        let named = Reflect::set(&info, &"name".into(), &self.tier.port_name().into());
        match named.and_then(|_| chrome::runtime_connect(&info)) {
            Ok(port) => self.attach(port),
            Err(_) => {
                self.orphan.set(true);
                (self.listener.orphaned)();
            }
        }
    }

    fn attach(self: &Rc<Self>, port: Port) {
        // A view opens few ports in its life, so the listeners of each are left to it.
        let hears = Rc::clone(self);
        let heard = forever(move |value| {
            if let Some(message) = from_js(value) {
                (hears.listener.heard)(message);
            }
        });
        let breaks = Rc::clone(self);
        let broken = forever(move |_| {
            breaks.port.replace(None);
            if !chrome::extension_is_there() && !breaks.orphan.replace(true) {
                (breaks.listener.orphaned)();
            }
            let on_break = breaks.on_break.borrow().clone();
            if let Some(run) = on_break {
                run();
            }
        });
        port.on_message().add_listener(&heard);
        port.on_disconnect().add_listener(&broken);
        if let Some(hello) = to_js(&self.hello) {
            let _ = port.post_message(&hello);
        }
        self.port.replace(Some(port));
    }
}
