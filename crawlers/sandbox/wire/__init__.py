"""How content systems serve a column and its pages: one module a system, what they share in `pages.py`.

A module turns a plan and its lines into a `Site`: paths and what they answer. No sockets and no faults here.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.wire import anhui, gkmlpt, hanweb, jpaas, jsp, scripted, shell, statics, tree, trs, ucap
from crawlers.sandbox.wire.site import Resource, Site

__all__ = ["Resource", "Site", "publish"]

_SYSTEMS = {
    "trs": trs.publish,
    "shanghai": trs.publish,
    "hanweb": hanweb.publish,
    "shell": shell.publish,
    "jpaas": jpaas.publish,
    "annual": jpaas.publish_servlet,
    "gkmlpt": gkmlpt.publish,
    "ucap": ucap.publish,
    "ucap-json": ucap.publish_json,
    "vsb": statics.publish_vsb,
    "anhui": anhui.publish,
    "anhui-xxgk": statics.publish_xxgk,
    "truecms": scripted.publish_truecms,
    "epoint": scripted.publish_epoint,
    "ilist": statics.publish_ilist,
    "tree": tree.publish,
    "channel": tree.publish_channel,
    "jsp": jsp.publish,
}


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The site of a plan with the given lines on its list."""
    return _SYSTEMS[plan.cms](plan, lines)
