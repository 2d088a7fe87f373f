//! Turns a page and the files beside it into one page that needs no other.

use std::collections::BTreeMap;

use crate::markup::{self, Element};
use crate::policy::Policy;
use crate::split::Halves;
use crate::{names, pack};

/// The files that Trunk laid beside the page, by name, and the sources that the page's marks name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What cuts the WebAssembly in two.
pub type Split<'a> = dyn Fn(&[u8]) -> Result<Halves, String> + 'a;

/// What stands after each part of the WebAssembly: see shell/open.js.
const OPEN_PART: &str = "openPart()";

/// How far into a page a browser looks for its encoding: HTML standard, "prescan a byte stream".
const ENCODING_WITHIN: usize = 1024;

/// Seals the page: styles and scripts move inside, and the policy allows what is then inside, and no more.
///
/// The script that wasm-bindgen wrote carries marks, put there by `Trunk.toml`: `data-wasm` names the WebAssembly,
/// `data-unpack` the library that unpacks it, `data-open` the script that opens it, `data-start` the one that starts the
/// program. In its place come the scripts that unpack and open; the WebAssembly, which `split` cuts in two, in parts, as
/// text that a browser does not run, and after each part a call to open it; and wasm-bindgen's script with the one that
/// starts. A script marked `data-dev`, which starts a page that is not sealed, is dropped.
///
/// # Errors
/// Says what in the page would need another file or would be refused by the policy.
pub fn seal(html: &str, files: &Files, split: &Split<'_>) -> Result<String, String> {
    if html.contains('\r') {
        return Err("the page has a carriage return: a browser would hash other bytes than this program".to_owned());
    }
    let elements = markup::elements(html)?;
    let head = elements.iter().find(|element| element.name == "head").ok_or("the page has no <head>")?;
    // The encoding first, as a browser looks for it in the first bytes alone, however long the policy grows.
    let encoding = elements.iter().find(|element| element.start >= head.tag_end);
    let encoding = encoding.filter(|element| element.name == "meta" && element.attribute("charset").is_some());
    let top = encoding.map_or(head.tag_end, |element| element.end);
    let mut policy = Policy::default();
    let mut body = String::with_capacity(html.len());
    let mut copied = top;
    for element in elements.iter().filter(|element| element.start >= top) {
        if let Some(instead) = replacement(element, files, split, &mut policy)? {
            body.push_str(html.get(copied..element.start).unwrap_or_default());
            body.push_str(&instead);
            copied = element.end;
        }
    }
    body.push_str(html.get(copied..).unwrap_or_default());
    let opening = html.get(..top).unwrap_or_default();
    let sealed = format!("{opening}{}{body}", policy.meta());
    let early = sealed.as_bytes().get(..ENCODING_WITHIN).unwrap_or(sealed.as_bytes());
    if !String::from_utf8_lossy(early).contains("charset=") {
        return Err(format!("the page must name its charset within its first {ENCODING_WITHIN} bytes"));
    }
    Ok(sealed)
}

/// Where the page names itself, for the reports that it writes: no page can read its own file.
const OWN_HASH: &str = "<meta name=\"program\" content=\"";

/// Writes the page's own SHA-256 into it: that of the page before this was written. So anybody can check it, by taking the
/// number out again.
pub fn with_own_hash(page: &str) -> (String, String) {
    let hash = pack::sha256(page.as_bytes());
    (page.replacen(OWN_HASH, &format!("{OWN_HASH}{hash}"), 1), hash)
}

/// What stands in the sealed page in place of an element; none where it stays as it is.
fn replacement(
    element: &Element<'_>,
    files: &Files,
    split: &Split<'_>,
    policy: &mut Policy,
) -> Result<Option<String>, String> {
    match element.name.as_str() {
        "link" => link(element, files, policy),
        "style" => {
            no_references(element, &[])?;
            check_style(element.text)?;
            policy.allow_style(element.text);
            Ok(None)
        }
        "script" => script(element, files, split, policy),
        "base" | "iframe" | "frame" | "object" | "embed" | "portal" => {
            Err(format!("<{}> has no place in a page that is one file", element.name))
        }
        "meta" if element.attribute("http-equiv").is_some() => {
            Err("the page states a policy or a refresh of its own".to_owned())
        }
        _ => no_references(element, &[]).map(|()| None),
    }
}

fn link(element: &Element<'_>, files: &Files, policy: &mut Policy) -> Result<Option<String>, String> {
    let href = element.attribute("href").unwrap_or_default();
    match element.attribute("rel").unwrap_or_default() {
        "stylesheet" => {
            let text = pack::raw_text(&pack::lean(text_of(files, href)?), "style");
            check_style(&text)?;
            policy.allow_style(&text);
            let media = element.attribute("media").map(|media| format!(" media=\"{media}\"")).unwrap_or_default();
            Ok(Some(format!("<style{media}>{text}</style>")))
        }
        // There is nothing left to load.
        "preload" | "modulepreload" => Ok(Some(String::new())),
        "icon" if href.starts_with("data:") => Ok(None),
        rel => Err(format!("<link rel=\"{rel}\" href=\"{href}\"> would leave the page")),
    }
}

fn script(
    element: &Element<'_>,
    files: &Files,
    split: &Split<'_>,
    policy: &mut Policy,
) -> Result<Option<String>, String> {
    no_references(element, &["src"])?;
    if element.attribute("data-dev").is_some() {
        return Ok(Some(String::new()));
    }
    if let Some(wasm) = element.attribute("data-wasm") {
        return start(element, bytes_of(files, wasm)?, files, split, policy).map(Some);
    }
    let kind = match element.attribute("type") {
        None | Some("" | "text/javascript") => "",
        Some("module") => " type=\"module\"",
        // A data block: a browser does not run it.
        Some(_) if element.attribute("src").is_none() => return Ok(None),
        Some(kind) => return Err(format!("<script type=\"{kind}\" src> would leave the page")),
    };
    match element.attribute("src") {
        None => {
            check_script(element.text)?;
            policy.allow_script(element.text);
            Ok(None)
        }
        Some(src) => {
            let text = pack::raw_text(text_of(files, src)?, "script");
            check_script(&text)?;
            policy.allow_script(&text);
            Ok(Some(format!("<script{kind}>{text}</script>")))
        }
    }
}

fn start(
    element: &Element<'_>,
    wasm: &[u8],
    files: &Files,
    split: &Split<'_>,
    policy: &mut Policy,
) -> Result<String, String> {
    let named = |name| element.attribute(name).ok_or_else(|| format!("the script with data-wasm has no {name}"));
    let unpacking = text_of(files, named("data-unpack")?)?;
    let opening = pack::raw_text(&format!("{unpacking}\n{}", text_of(files, named("data-open")?)?), "script");
    let (glue, wasm) = names::shorten(&pack::lean(text_of(files, named("src")?)?), wasm)?;
    let starting = text_of(files, named("data-start")?)?;
    let program = pack::raw_text(&format!("{glue}\n{starting}"), "script");
    for script in [&opening, OPEN_PART, &program] {
        check_script(script)?;
        policy.allow_script(script);
    }
    let Halves { first, rest } = split(&wasm)?;
    let parts = pack::wasm(&[first.as_slice(), &rest])?.into_iter().map(|part| {
        format!("<script type=\"application/wasm+xz+base64\">{part}</script><script>{OPEN_PART}</script>\n")
    });
    let parts: String = parts.collect();
    Ok(format!("<script data-first=\"{}\">{opening}</script>\n{parts}<script>{program}</script>", first.len()))
}

/// Refuses what would make the browser fetch something, and what the policy forbids.
fn no_references(element: &Element<'_>, allowed: &[&str]) -> Result<(), String> {
    for (name, value) in &element.attributes {
        let refused = match name.as_str() {
            name if allowed.contains(&name) => false,
            "src" => !value.starts_with("data:"),
            // A link that someone follows is no request of the page's own.
            "href" | "xlink:href" => element.name != "a" && !value.starts_with('#'),
            "srcset" | "poster" | "background" | "ping" | "manifest" | "action" | "formaction" | "style" => true,
            name => name.starts_with("on"),
        };
        if refused {
            return Err(format!("<{} {name}=\"{value}\"> would leave the page or break its policy", element.name));
        }
    }
    Ok(())
}

/// Refuses a style sheet that would fetch.
fn check_style(text: &str) -> Result<(), String> {
    if text.contains("@import") {
        return Err("a style sheet imports another".to_owned());
    }
    for reference in text.split("url(").skip(1) {
        let target = reference.trim_start_matches(['"', '\'', ' ']);
        if !target.starts_with("data:") && !target.starts_with('#') {
            let shown: String = target.chars().take(40).collect();
            return Err(format!("a style sheet fetches url({shown}"));
        }
    }
    Ok(())
}

/// Refuses a script that would load another.
fn check_script(text: &str) -> Result<(), String> {
    match text.lines().find(|line| line.starts_with("import ") || line.contains("import(")) {
        Some(line) => Err(format!("a script imports another: {line}")),
        None => Ok(()),
    }
}

fn bytes_of<'a>(files: &'a Files, reference: &str) -> Result<&'a [u8], String> {
    let name = reference.trim_start_matches("./").trim_start_matches('/');
    files.get(name).map(Vec::as_slice).ok_or_else(|| format!("{reference} is not among what Trunk built"))
}

fn text_of<'a>(files: &'a Files, reference: &str) -> Result<&'a str, String> {
    let text = std::str::from_utf8(bytes_of(files, reference)?).map_err(|_| format!("{reference} is not UTF-8"))?;
    if text.contains('\r') {
        return Err(format!("{reference} has a carriage return: a browser would hash other bytes than this program"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64;
    use sha2::{Digest, Sha256};

    const HEAD: &str = "<!doctype html><html><head><meta charset=\"utf-8\">";

    fn files() -> Files {
        [
            ("desk.css", "a{color:red}"),
            ("boot.js", "let close = '</script>';"),
            ("glue.js", "let wasm_bindgen;\n"),
            ("unpack.js", "let unpack;\n"),
            ("open.js", "function openPart() {}\n"),
            ("start.js", "wasm_bindgen();\n"),
            ("page.wasm", "\0asm\u{1}\0\0\0"),
        ]
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into()
    }

    /// Gives the first module all there is.
    fn split(wasm: &[u8]) -> Result<Halves, String> {
        Ok(Halves { first: wasm.to_vec(), rest: b"\0asm".to_vec() })
    }

    fn sealed(body: &str) -> Result<String, String> {
        seal(&format!("{HEAD}{body}"), &files(), &split)
    }

    fn refusal(body: &str) -> String {
        sealed(body).expect_err(body)
    }

    #[test]
    fn every_script_and_style_inside_has_its_hash_in_the_policy() {
        let page = sealed(
            "<link rel=stylesheet href=./desk.css><style>b{}</style><script src=boot.js></script>\
             <script src=glue.js data-wasm=page.wasm data-unpack=unpack.js data-open=open.js data-start=start.js></script>\
             <script data-dev>dev()</script>",
        )
        .unwrap();
        let elements = markup::elements(&page).unwrap();
        let policy = elements.iter().find_map(|element| element.attribute("content")).unwrap();
        let mut inline = 0;
        for element in &elements {
            if element.name == "style" || (element.name == "script" && element.attribute("type").is_none()) {
                let hash = BASE64.encode(&Sha256::digest(element.text));
                assert!(policy.contains(&format!("'sha256-{hash}'")), "{}", element.text);
                inline += 1;
            }
            assert_eq!(element.attribute("src"), None);
        }
        assert_eq!(inline, 6);
        let first = elements.iter().find_map(|element| element.attribute("data-first"));
        assert_eq!(first, Some("8"), "where the first module ends");
        assert!(!page.contains("dev()"), "the script for `trunk serve` is gone");
    }

    #[test]
    fn the_policy_is_the_first_thing_in_the_head_but_for_the_encoding() {
        let policy = "<meta http-equiv=\"Content-Security-Policy\"";
        assert!(sealed("<p>").unwrap().starts_with(&format!("{HEAD}{policy}")));
        let late = "<head><title>x</title><meta charset=utf-8>";
        assert!(seal(late, &files(), &split).unwrap().starts_with(&format!("<head>{policy}")));
    }

    #[test]
    fn the_pages_own_hash_is_that_of_the_page_without_it() {
        let page = "<head><meta name=\"program\" content=\"\"></head>";
        let (named, hash) = with_own_hash(page);
        assert_eq!(hash, pack::sha256(page.as_bytes()));
        assert_eq!(named.replace(&hash, ""), page);
    }

    #[test]
    fn a_script_that_holds_a_closing_tag_stays_whole() {
        let page = sealed("<script src=boot.js></script><p>").unwrap();
        assert!(page.contains("<script>let close = '<\\/script>';</script><p>"), "{page}");
    }

    #[test]
    fn preloads_are_dropped() {
        assert!(!sealed("<link rel=modulepreload href=glue.js>").unwrap().contains("<link"));
    }

    #[test]
    fn whatever_would_fetch_is_refused() {
        for body in [
            "<img src=logo.png>",
            "<img src=https://example.com/logo.png>",
            "<img srcset='a 2x'>",
            "<link rel=icon href=favicon.ico>",
            "<link rel=preconnect href=https://example.com>",
            "<script src=https://example.com/a.js></script>",
            "<script src=missing.js></script>",
            "<link rel=stylesheet href=https://example.com/a.css>",
            "<style>@import 'a.css'</style>",
            "<style>a{background:url(a.png)}</style>",
            "<style>a{background:url(\"https://example.com/a.png\")}</style>",
            "<script>import a from './snippets/a.js'</script>",
            "<script>const a = await import('./a.js')</script>",
            "<iframe></iframe>",
            "<base href=/>",
            "<svg><use href=icons.svg#a /></svg>",
            "<a ping=https://example.com>",
            "<form action=https://example.com>",
        ] {
            refusal(body);
        }
    }

    #[test]
    fn what_the_policy_would_block_is_refused() {
        for body in ["<p style='color:red'>", "<p onclick='a()'>", "<meta http-equiv=refresh content=1>"] {
            refusal(body);
        }
    }

    #[test]
    fn what_fetches_nothing_stays() {
        for body in [
            "<a href=https://example.com>",
            "<svg><use href=#mark /></svg>",
            "<link rel=icon href='data:image/svg+xml,%3Csvg/%3E'>",
            "<style>a{mask:url(#m)}b{background:url('data:image/png;base64,AA')}</style>",
            "<script type=text/plain>any</script>",
        ] {
            assert!(sealed(body).unwrap().ends_with(body), "{body}");
        }
    }

    #[test]
    fn a_page_that_names_its_charset_too_late_is_refused() {
        let late = format!("<head>{}<meta charset=utf-8>", " ".repeat(ENCODING_WITHIN));
        assert!(seal(&late, &files(), &split).is_err());
    }
}
