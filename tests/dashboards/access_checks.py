"""What a reader without eyes or without a mouse would stumble over on a page: a list that should be empty."""

from __future__ import annotations

from typing import Any

#: Looked for in the document: the order of headings, landmarks, tables without heads, words in another language than is said.
AMISS = r"""() => {
    const shown = (element) => element.getClientRects().length > 0;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const found = [];
    const levels = all('h1, h2, h3, h4').map((head) => [Number(head.tagName[1]), head.textContent.trim()]);
    levels.forEach(([level, words], at) => {
        if (!words) found.push('a heading without words');
        if (level > (at ? levels[at - 1][0] + 1 : 1)) found.push(`a heading of level ${level} too deep: ${words}`);
    });
    for (const name of ['main', 'body > header', 'footer', 'header nav']) {
        if (all(name).length !== 1) found.push(`${all(name).length} of ${name}`);
    }
    for (const nav of all('nav')) if (!nav.getAttribute('aria-label')) found.push('a nav without a name');
    for (const svg of all('svg')) if (!svg.closest('[role=img]')) found.push('a picture without words');
    for (const table of all('table')) {
        if (!table.caption || !table.caption.textContent.trim()) found.push('a table without a caption');
        const bare = [...table.tHead.querySelectorAll('th')].filter((head) => !head.scope || !head.textContent.trim());
        const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length > 1 && !row.querySelector('th[scope=row]'));
        found.push(...bare.map((head) => `a bare head: ${head.outerHTML}`), ...rows.map(() => 'a row without a head'));
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    found.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two of #${id}`));
    for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'for']) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            const missing = element.getAttribute(name).split(' ').filter((id) => id && !document.getElementById(id));
            if (missing.length) found.push(`${name} leads nowhere: ${missing}`);
        }
    }
    if (!all('[aria-live], [role=status]').length) found.push('nothing says what changed');
    if (all('[tabindex]').some((element) => element.tabIndex > 0)) found.push('an order of its own');
    for (const place of all('.scroll, .dt-layout-cell, pre')) {
        const isWide = place.scrollWidth > place.clientWidth + 1 && getComputedStyle(place).overflowX !== 'visible';
        const isReached = place.tabIndex >= 0 || place.querySelector("a[href], button, [tabindex='0']");
        if (isWide && !isReached) found.push(`out of reach: ${place.className}`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!shown(element) || element.closest('svg, option') || !/[\u3400-\u9fff]/.test(node.data)) continue;
        if (!element.closest('[lang]').lang.startsWith('zh')) found.push(`read out in another language: ${node.data}`);
    }
    return found;
}"""

_NAMED = {
    "button",
    "link",
    "combobox",
    "searchbox",
    "textbox",
    "listbox",
    "table",
    "image",
    "img",
    "dialog",
    "navigation",
}


def amiss(page: Any) -> list[str]:
    """Everything of `AMISS`, and the controls, tables and pictures that Chromium's accessibility tree has no name for."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    roles = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    assert len(roles) > 30  # the tree is there
    return page.evaluate(AMISS) + [f"a {role} without a name" for role, name in roles if role in _NAMED and not name]
