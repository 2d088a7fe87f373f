//! Microsoft Exchange since 2007 and Exchange Online: "Diagnostic information for administrators", in many languages.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::address;
use crate::bounce::listing::{self, ANY, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Exchange",
    marks: &[
        Fingerprint::Body("diagnostic information for administrators:", 25),
        Fingerprint::Body("informations de diagnostic pour les administrateurs", 25),
        Fingerprint::Body("diagnoseinformationen für administratoren", 25),
        Fingerprint::Body("información de diagnóstico para administradores", 25),
        Fingerprint::Body("informazioni di diagnostica per gli amministratori", 25),
        Fingerprint::Body("informações de diagnóstico para administradores", 25),
        Fingerprint::Body("diagnostische gegevens voor beheerders", 25),
        Fingerprint::Body("informacje diagnostyczne dla administratorów", 25),
        Fingerprint::Body("диагностические сведения для администраторов", 25),
        Fingerprint::Body("管理者向けの診断情報", 25),
        Fingerprint::Body("供管理员使用的诊断信息", 25),
        Fingerprint::Body("管理员的诊断信息", 25),
        Fingerprint::Body("delivery has failed to these recipients or ", 15),
        Fingerprint::Body("generating server:", 8),
        Fingerprint::Body("sent by microsoft exchange server", 10),
        Fingerprint::Body("more info for email admins", 20),
        Fingerprint::Own("X-Display-Name", 10),
        Fingerprint::Own("X-Supplementary-Info", 10),
        Fingerprint::Head("subject: undeliverable: ", 4),
    ],
    read,
    patience: Some(QueueLifetime { hours: 48, setting: "MessageExpirationTimeout; Exchange Online gives up after 24 hours" }),
};

/// What the part for administrators begins with.
const ADMINISTRATORS: &[&str] = &[
    "diagnostic information for administrators:",
    "Informations de diagnostic pour les administrateurs",
    "Diagnoseinformationen für Administratoren",
    "Información de diagnóstico para administradores",
    "Informazioni di diagnostica per gli amministratori",
    "Informações de diagnóstico para administradores",
    "Diagnostische gegevens voor beheerders",
    "Informacje diagnostyczne dla administratorów",
    "Диагностические сведения для администраторов",
    "管理者向けの診断情報",
    "供管理员使用的诊断信息",
    "管理员的诊断信息",
];

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    if let Some(details) = listing::behind(&notice.text, ADMINISTRATORS) {
        let mut found = listing::read(notice, details, CLEAR, Until::Next);
        found.iter_mut().for_each(take_server);
        if !found.is_empty() {
            return found;
        }
    }
    if let Some(details) = listing::behind(&notice.text, &["more info for email admins"]) {
        return details_of_error(notice, details);
    }
    let phrases = ["recipients or distribution lists:", "recipients or groups:", "email addresses:"];
    listing::read(notice, listing::after(&notice.text, &phrases), ANY, Until::Next)
}

/// `mx.example.org #550 5.1.1 …##` and `mx.example.org Remote Server returned '550 …'`: the server, then its words.
fn take_server(told: &mut Told) {
    let words = listing::before(&told.words, &["## rfc822;", "##rfc822;"]).to_owned();
    for separator in [" #", " Remote Server returned ", " Remote Server  returned "] {
        if let Some((server, _)) = words.split_once(separator)
            && server.contains('.')
            && !server.contains(' ')
        {
            told.remote_mta = Some(server.to_owned());
        }
    }
    let said = words.split_once('#').map_or(words.as_str(), |(_, said)| said);
    told.words = said.trim_end_matches('#').trim().to_owned();
}

/// Exchange Online's newer form: "Recipient Address:" and "Error:" among the details.
fn details_of_error(notice: &NoticeParts<'_>, details: &str) -> Vec<Told> {
    let address = listing::labelled(details, "Recipient Address:").and_then(address::first);
    let Some(address) = address.or_else(|| address::first(&notice.text)) else { return Vec::new() };
    let words = listing::labelled(details, "Error:").or_else(|| listing::labelled(details, "Reported error:"));
    let mut told = Told::of(address, words.or_else(|| listing::labelled(details, "Status code:")).unwrap_or_default());
    told.remote_mta = listing::labelled(details, "Message rejected by:").map(str::to_owned);
    told.evidence.push(notice.place_of(address));
    vec![told]
}
