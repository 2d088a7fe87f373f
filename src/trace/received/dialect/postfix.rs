//! Postfix, under its own name or another (`mail_name`): what it says of TLS and of a login gives it away.
//! `from userid` is a local submission.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384
//! (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested)
//! by mx.recipient.example (Postfix) with ESMTPS id 4N1w263TMDz1wYtp for <b@recipient.example>;
//! Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const POSTFIX: Dialect = Dialect {
    name: "postfix",
    is: |field| {
        field.says_first("postfix")
            || field.peer_is_said("client certificate requested")
            || field.peer_is_said("did not present a certificate")
            || field.peer_is_said("Authenticated sender: ")
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
    let user = field.said.lines().find_map(|comment| comment.split_once(", from ")).map(|(_, user)| user.to_owned());
    field.received.local_user = field.received.local_user.take().or(user);
}
