//! What the newest Authentication-Results says of SPF and DKIM, for DMARC where nothing can be proved.

use super::Given;
use super::canonical::Mail;
use super::dmarc::Mechanism;

pub(super) fn take(mail: &Mail<'_>, given: &mut Given) {
    let Some(field) = mail.message.first("Authentication-Results") else { return };
    for result in field.unfolded().split(';').skip(1) {
        let mut words = result.split_whitespace();
        let Some((method, value)) = words.next().and_then(|word| word.split_once('=')) else { continue };
        let passed = value.eq_ignore_ascii_case("pass");
        let names: &[&str] = if method == "spf" { &["smtp.mailfrom", "smtp.helo"] } else { &["header.d"] };
        let domain = words.filter_map(|word| word.split_once('=')).find(|(name, _)| names.contains(name));
        let Some((_, domain)) = domain else { continue };
        let domain = domain.rsplit('@').next().unwrap_or(domain).to_ascii_lowercase();
        let mechanism = Mechanism { domain, passed, proved: false };
        match method {
            "spf" if given.claimed_spf.is_none() => given.claimed_spf = Some(mechanism),
            "dkim" => given.claimed_dkim.push(mechanism),
            _ => {}
        }
    }
}
