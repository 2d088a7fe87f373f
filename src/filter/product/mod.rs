//! The products, a file each. Adding one: its file, and its line in the list.

use super::facts::Judgement;
use super::form::Form;

/// A filter, and the fields by which it speaks.
pub(super) struct Product {
    /// Its name.
    pub name: &'static str,
    /// The domains of the only servers that write these fields, where one operator alone runs the product.
    pub servers: &'static [&'static str],
    /// Names of fields in lower case, and how each is read; an asterisk stands for any letters.
    pub fields: &'static [(&'static str, Form)],
}

macro_rules! products {
    ($($file:ident,)*) => {
        $(mod $file;)*
        /// Every product. Where two know a pattern, the first has it.
        pub(super) static PRODUCTS: &[&Product] = &[$(&$file::PRODUCT,)*];
    };
}

products! {
    microsoft,
    exchange,
    rspamd,
    stalwart,
    mailscanner,
    barracuda,
    proofpoint,
    mimecast,
    ironport,
    sophos,
    trend_micro,
    symantec,
    mcafee,
    amavis,
    vade,
    cloudmark,
    fortimail,
    mdaemon,
    google,
    yahoo,
    apple,
    zoho,
    mail_ru,
    yandex,
    fastmail,
    gmx,
    proton,
    bogofilter,
    dspam,
    learning,
    spamexperts,
    kaspersky,
    eset,
    bitdefender,
    cyren,
    mailprotector,
    hornetsecurity,
    watchguard,
    sonicwall,
    smartermail,
    hmailserver,
    assp,
    amazon,
    mailgun,
    antivirus,
    spamassassin,
}

/// Words that say yes or no, as most fields do.
pub(super) const YES_NO: &[(&str, Judgement)] = &[
    ("yes", Judgement::Spam),
    ("true", Judgement::Spam),
    ("spam", Judgement::Spam),
    ("no", Judgement::Ham),
    ("not", Judgement::Ham),
    ("false", Judgement::Ham),
    ("ham", Judgement::Ham),
    ("clean", Judgement::Ham),
];
