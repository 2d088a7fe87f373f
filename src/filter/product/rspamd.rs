//! Rspamd: `X-Spamd-Result: default: False [-1.31 / 15.00]; BAYES_HAM(-3.00)[99.9%]; …`

use super::super::facts::{Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Rspamd",
    servers: &[],
    fields: &[
        ("x-spamd-result", Form::Own(result)),
        ("x-rspamd-score", Form::Number),
        ("x-rspamd-bar", Form::Bar),
        ("x-spamd-bar", Form::Bar),
        ("x-rspamd-action", Form::Own(action)),
        ("x-spam-action", Form::Own(action)),
        ("x-rspamd-report", Form::Own(symbols)),
        ("x-rspamd-pre-result", Form::Own(action)),
        ("x-rspamd-server", Form::Opaque("The server that checked it.")),
        ("x-rspamd-queue-id", Form::Opaque("The queue id under which it was checked.")),
    ],
};

fn result(value: &str, filter: &mut Filter) {
    let (metric, rest) = value.split_once(':').unwrap_or(("", value));
    filter.say("metric", metric.trim());
    filter.verdict = match rest.split_whitespace().next() {
        Some(word) if word.eq_ignore_ascii_case("true") => Judgement::Spam,
        Some(word) if word.eq_ignore_ascii_case("false") => Judgement::Ham,
        _ => Judgement::Unknown,
    };
    let rest = match rest.split_once('[') {
        Some((_, scores)) => {
            if let Some((score, rest)) = Score::read(scores) {
                filter.score = Some(score);
                filter.threshold = rest.trim_start().strip_prefix('/').and_then(Score::read).map(|(score, _)| score);
            }
            scores.split_once(']').map_or("", |(_, rest)| rest)
        }
        None => rest,
    };
    symbols(rest, filter);
}

/// `NAME(1.50)[options]`, one after the other.
fn symbols(text: &str, filter: &mut Filter) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let name = before.rsplit([' ', '\t', ';', ',', ']', ')']).next().unwrap_or_default();
        let is_name = name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let Some((score, tail)) = Score::read(after).filter(|(_, tail)| is_name && tail.starts_with(')')) else {
            rest = after;
            continue;
        };
        if filter.weights.len() < 200 {
            let meaning = meaning(name).map(str::to_owned);
            filter.weights.push(Weight { name: name.to_owned(), score: Some(score), meaning });
        }
        // Options in brackets may hold anything.
        rest = tail;
        if let Some(options) = tail.strip_prefix(")[") {
            rest = options.split_once(']').map_or("", |(_, rest)| rest);
        }
    }
}

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    let is = |action: &str| form::begins_with(value, action);
    (filter.verdict, _) = if is("no action") {
        (Judgement::Ham, filter.mean("action", "Nothing was to be done."))
    } else if is("add header") || is("add_header") {
        (Judgement::Spam, filter.mean("action", "To be marked as spam, as a rule for the Junk folder."))
    } else if is("rewrite subject") || is("rewrite_subject") {
        (Judgement::Spam, filter.mean("action", "To be marked in its subject."))
    } else if is("reject") {
        (Judgement::Spam, filter.mean("action", "To be refused."))
    } else if is("quarantine") || is("discard") {
        (Judgement::Spam, filter.mean("action", "To be kept away."))
    } else if is("soft reject") || is("greylist") {
        (Judgement::Unknown, filter.mean("action", "To be put off, for another try later."))
    } else {
        (Judgement::Unknown, ())
    };
}

/// What a symbol means: the usual ones.
fn meaning(symbol: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(name, _)| *name == symbol).map(|(_, meaning)| *meaning)
}

const SYMBOLS: &[(&str, &str)] = &[
    ("ARC_ALLOW", "The ARC chain holds."),
    ("ARC_INVALID", "The ARC chain is malformed."),
    ("ARC_NA", "There is no ARC chain."),
    ("ARC_REJECT", "The ARC chain does not hold."),
    ("ASN", "The network that the address belongs to; no weight."),
    ("BAYES_HAM", "By what the filter learned, the text is like wanted mail."),
    ("BAYES_SPAM", "By what the filter learned, the text is like spam."),
    ("BITCOIN_ADDR", "The text has a Bitcoin address."),
    ("BROKEN_CONTENT_TYPE", "Its Content-Type is malformed."),
    ("DBL_SPAM", "A domain in the text is on Spamhaus DBL."),
    ("DKIM_TRACE", "Which domains signed; no weight."),
    ("DKIM_MIXED", "Some signatures hold, some do not."),
    ("DMARC_NA", "The domain in From has no DMARC record."),
    ("DMARC_POLICY_ALLOW", "DMARC passed."),
    ("DMARC_POLICY_ALLOW_WITH_FAILURES", "DMARC passed by one of SPF and DKIM."),
    ("DMARC_POLICY_QUARANTINE", "DMARC failed, and the domain asks for quarantine."),
    ("DMARC_POLICY_REJECT", "DMARC failed, and the domain asks to refuse."),
    ("DMARC_POLICY_SOFTFAIL", "DMARC failed, and the domain asks for nothing."),
    ("FORGED_MUA_OUTLOOK", "It claims to be by Outlook, but does not look so."),
    ("FORGED_RECIPIENTS", "The envelope's recipients are not in To or Cc."),
    ("FORGED_RECIPIENTS_MAILLIST", "The same, explained by a mailing list."),
    ("FORGED_SENDER", "From and the envelope sender differ."),
    ("FORGED_SENDER_MAILLIST", "The same, explained by a mailing list."),
    ("FREEMAIL_ENVFROM", "The envelope sender is at a free provider."),
    ("FREEMAIL_FROM", "The sender is at a free provider."),
    ("FREEMAIL_REPLYTO", "Answers go to a free provider."),
    ("FROM_EQ_ENVFROM", "From and the envelope sender are the same."),
    ("FROM_HAS_DN", "From has a displayed name."),
    ("FROM_NEQ_ENVFROM", "From and the envelope sender differ."),
    ("FUZZY_DENIED", "The text is nearly the same as known spam."),
    ("FUZZY_PROB", "The text is similar to known spam."),
    ("FUZZY_WHITE", "The text is nearly the same as known wanted mail."),
    ("GREYLIST", "It was put off once, as mail from strangers is."),
    ("HAS_ATTACHMENT", "It has an attachment."),
    ("HAS_LIST_UNSUB", "It has List-Unsubscribe."),
    ("HAS_REPLYTO", "It has Reply-To."),
    ("HFILTER_HELO_BAREIP", "The name in HELO is an address."),
    ("HFILTER_HELO_IP_A", "The name in HELO does not lead to the address."),
    ("HFILTER_HELO_NORES_A_OR_MX", "The name in HELO does not exist in DNS."),
    ("HFILTER_HOSTNAME_UNKNOWN", "The address has no reverse name."),
    ("HFILTER_MID_NOT_FQDN", "The Message-ID has no full name."),
    ("HTML_SHORT_LINK_IMG_1", "Short HTML with a linked image."),
    ("IP_SCORE", "What the filter remembers of the address."),
    ("MAILLIST", "It came through a mailing list."),
    ("MANY_INVISIBLE_PARTS", "Much of the text cannot be seen."),
    ("MID_RHS_MATCH_FROM", "The Message-ID is of the domain in From."),
    ("MIME_GOOD", "Its parts are as they should be."),
    ("MIME_HTML_ONLY", "It is HTML alone."),
    ("MIME_TRACE", "Its parts; no weight."),
    ("MISSING_DATE", "It has no Date."),
    ("MISSING_MID", "It has no Message-ID."),
    ("MISSING_SUBJECT", "It has no Subject."),
    ("MISSING_TO", "It has no To."),
    ("MX_GOOD", "The sender's domain takes mail."),
    ("NEURAL_HAM", "By what the filter learned, it is like wanted mail."),
    ("NEURAL_SPAM", "By what the filter learned, it is like spam."),
    ("ONCE_RECEIVED", "It passed one server only."),
    ("PHISHING", "A link shows one address and leads to another."),
    ("PRECEDENCE_BULK", "It calls itself bulk mail."),
    ("RBL_SPAMHAUS_CSS", "The address is on Spamhaus CSS."),
    ("RBL_SPAMHAUS_PBL", "The address is on Spamhaus PBL: one that should not send mail directly."),
    ("RBL_SPAMHAUS_SBL", "The address is on Spamhaus SBL."),
    ("RBL_SPAMHAUS_XBL", "The address is on Spamhaus XBL."),
    ("RCPT_COUNT_ONE", "It has one recipient."),
    ("RCVD_COUNT_SEVEN", "It has several Received fields."),
    ("RCVD_IN_DNSWL_HI", "The address is on dnswl.org, with high trust."),
    ("RCVD_IN_DNSWL_LOW", "The address is on dnswl.org, with low trust."),
    ("RCVD_IN_DNSWL_MED", "The address is on dnswl.org, with medium trust."),
    ("RCVD_IN_DNSWL_NONE", "The address is on dnswl.org, without trust."),
    ("RCVD_NO_TLS_LAST", "The last hop was not encrypted."),
    ("RCVD_TLS_ALL", "Every hop was encrypted."),
    ("RCVD_TLS_LAST", "The last hop was encrypted."),
    ("RCVD_VIA_SMTP_AUTH", "The sender had logged in."),
    ("RDNS_NONE", "The address has no reverse name."),
    ("REPLYTO_EQ_FROM", "Reply-To and From are the same."),
    ("R_BAD_CTE_7BIT", "It calls itself 7-bit and is not."),
    ("R_DKIM_ALLOW", "A DKIM signature holds."),
    ("R_DKIM_NA", "There is no DKIM signature."),
    ("R_DKIM_PERMFAIL", "The DKIM key cannot be used."),
    ("R_DKIM_REJECT", "A DKIM signature does not hold."),
    ("R_DKIM_TEMPFAIL", "The DKIM key could not be fetched."),
    ("R_PARTS_DIFFER", "The text and the HTML part differ."),
    ("R_SPF_ALLOW", "SPF passed."),
    ("R_SPF_DNSFAIL", "SPF could not be checked."),
    ("R_SPF_FAIL", "SPF failed."),
    ("R_SPF_NA", "There is no SPF record."),
    ("R_SPF_NEUTRAL", "SPF says nothing."),
    ("R_SPF_PERMFAIL", "The SPF record cannot be used."),
    ("R_SPF_SOFTFAIL", "SPF softfail."),
    ("R_SUSPICIOUS_URL", "A link in the text looks suspicious."),
    ("SPOOF_DISPLAY_NAME", "The displayed name holds another address."),
    ("SUBJECT_ENDS_QUESTION", "The subject ends with a question mark."),
    ("TO_DN_NONE", "No displayed name in To."),
    ("TO_MATCH_ENVRCPT_ALL", "To names the envelope's recipients."),
    ("URIBL_BLACK", "A domain in the text is on URIBL."),
    ("URIBL_BLOCKED", "URIBL refused the question: too many came through this resolver."),
    ("VIOLATED_DIRECT_SPF", "SPF failed, and the message came directly."),
    ("ZERO_FONT", "The text has letters of no size."),
];
