//! Which server and port, and from where it can work.

/// A port that takes mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// Who uses it for what.
    pub about: &'static str,
    /// From where it can work.
    pub reach: &'static str,
}

/// The ports of mail: between servers, and from a person's program to their provider.
pub static PORTS: [Port; 3] = [
    Port {
        number: 25,
        about: "Between servers: what the sending server uses to reach the recipient's exchange. Take the exchange of the \
                lowest preference number; the others are for when it does not answer.",
        reach: "From a home line or a rented cloud machine port 25 is often closed by the provider. Try from the sending mail \
                server itself: only from there does the test show what it meets. Behind a gateway only the gateway may talk to \
                the inside.",
    },
    Port {
        number: 587,
        about: "From a mail program to its own provider, with STARTTLS and a login.",
        reach: "From nearly everywhere. It is no way to a stranger's server: without a login it takes nothing.",
    },
    Port {
        number: 465,
        about: "From a mail program to its own provider, with TLS from the first byte and a login.",
        reach: "From nearly everywhere. It is no way to a stranger's server: without a login it takes nothing.",
    },
];

/// What is known of a port.
#[must_use]
pub fn port(number: u16) -> Option<&'static Port> {
    PORTS.iter().find(|port| port.number == number)
}
