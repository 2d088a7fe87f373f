//! Courier. The address is an IPv4 address in IPv6's clothes; ids are three groups of hexadecimal digits and may
//! follow the stamp.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [::ffff:192.0.2.1]) (AUTH: LOGIN a@sender.example,
//! TLS: TLSv1.3,256bits,TLS_AES_256_GCM_SHA384) by mx.sender.example with ESMTPSA
//! id 00000000005DC0D6.0000000064EC6711.00003756; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const COURIER: Dialect = Dialect {
    name: "courier",
    is: |field| {
        field.says_first("courier")
            || field.peer_is_said("softdnserr")
            || field.peer_is_said("AUTH: ")
            || field.peer_is_said("[::ffff:")
            || field.received.id.as_deref().is_some_and(is_id)
    },
    complete: |_| {},
};

fn is_id(id: &str) -> bool {
    let groups: Vec<&str> = id.split('.').collect();
    groups.len() == 3
        && groups.iter().all(|group| group.len() >= 8 && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
