//! Cisco Secure Email (IronPort): `X-IronPort-SBRS: 3.5`: the reputation of the sending address, from -10 to 10.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Cisco Secure Email (IronPort)",
    servers: &[],
    fields: &[
        ("x-ironport-av", Form::Opaque("The virus scanner looked at it.")),
        ("x-ironport-anti-spam-result", Form::Opaque("What only its maker can read.")),
        ("x-ironport-anti-spam-filtered", Form::Opaque("The filter looked at it; no verdict.")),
        ("x-ipas-result", Form::Opaque("What only its maker can read.")),
        ("x-ironport-sbrs", Form::Number),
        ("x-sbrs", Form::Number),
        ("x-ironport-reputation", Form::Number),
        ("x-ironport-outbreak-status", Form::Words(&[("no", Judgement::Unknown), ("yes", Judgement::Spam)])),
        ("x-ironport-outbreak-description", Form::Opaque("What the outbreak filter found.")),
        ("x-amp-result", Form::Words(&[("malicious", Judgement::Virus), ("clean", Judgement::Unknown), ("unknown", Judgement::Unknown), ("skipped", Judgement::Unknown)])),
        ("x-amp-original-verdict", Form::Opaque("What the file reputation said first.")),
        ("x-ironport-listener", Form::Opaque("By which listener it came.")),
        ("x-ironport-sendergroup", Form::Opaque("The group that the sending address belongs to.")),
        ("x-ironport-mailflowpolicy", Form::Opaque("The policy that applied to the connection.")),
    ],
};
