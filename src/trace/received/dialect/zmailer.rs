//! ZMailer, long at vger.kernel.org: the greeting stands quoted beside the address.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]:57571 "EHLO helo.sender.example" rhost-flags-OK-OK-OK-OK)
//! by lists.example with ESMTP id S932419Ab0FBKXd; Fri, 13 Feb 2009 21:23:21 -0500
//! ```

use super::Dialect;

pub(super) const ZMAILER: Dialect =
    Dialect { name: "zmailer", is: |field| field.peer_is_said("rhost-flags-"), complete: |_| {} };
