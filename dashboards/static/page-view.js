"use strict";
// A page of views: which choice (a year) the address names, and its view out of its own small file.
(function () {
  const g = window.gongkai;

  g.page(async () => {
    const holder = document.getElementById("sections");
    const select = document.getElementById("choice");
    const picker = document.getElementById("picker");
    if (picker) picker.replaceChildren(g.picker((id) => { location.href = `agency.html#id=${encodeURIComponent(id)}`; }));
    const choices = select ? [...select.options].map((option) => option.value) : [];

    async function show() {
      const name = select ? `view/${holder.dataset.page}/${g.fileName(select.value)}` : holder.dataset.first;
      try {
        const [view] = await Promise.all([g.load(name, true), g.load("labels", true)]);
        g.view.show(view);
        g.ready();
      } catch (error) {
        g.failed(holder);
        throw error;
      }
    }

    function fromAddress() {
      const wanted = g.state().get(select ? select.dataset.name : "year");
      document.getElementById("unknown").hidden = !wanted || choices.includes(wanted);
      if (select) select.value = choices.includes(wanted) ? wanted : choices[0];
      return show();
    }
    if (select) select.addEventListener("change", () => { g.setState({ [select.dataset.name]: select.value }); show(); });
    window.addEventListener("hashchange", fromAddress);
    await fromAddress();
  });
})();
