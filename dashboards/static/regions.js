"use strict";
// Regions by province: the country's are too many for one file and for one list (`regions.py`).
(function () {
  const g = window.gongkai;
  const { el } = g;
  const provinceOf = (region) => region.slice(0, 2);

  /** The regions of a province as [code, name, place of the first agency, how many, initials], in the order of places. */
  async function regionsOf(province) {
    const [, , , files] = g.data.catalog.provinces.find(([key]) => key === province) || [null, null, 0, 0];
    return (await Promise.all(Array.from({ length: files }, (_, at) => g.load(`regions/${province}/${at}`)))).flat();
  }

  /** The regions of every province. */
  const regions = async () => (await Promise.all(g.data.catalog.provinces.map(([key]) => regionsOf(key)))).flat();

  /** The agencies of a region: they stand together. */
  async function agenciesOf(region) {
    const own = (await regionsOf(provinceOf(region))).filter(([key]) => key === region);
    if (!own.length) return [];
    const to = Math.max(...own.map(([, , first, many]) => first + many));
    return (await g.agencies(own[0][2], to)).filter((row) => row.adcode === region);
  }

  const fill = (select, options) => select.replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));

  /** The regions of the chosen province into their list, each once, those of most agencies first where `byMany` says so. */
  async function fillRegions(province, region, byMany) {
    const found = (await regionsOf(province.value)).filter(([key], place, all) => all.findIndex((other) => other[0] === key) === place);
    fill(region, (byMany ? [...found].sort((a, b) => b[3] - a[3]) : found).map(([key, name]) => [key, name || key]));
  }

  /**
   * Fill both lists and choose the region `wanted`: without one the first of the first province, or of the province and the region
   * with most agencies where `byMany` says so. False where there is no such region.
   */
  async function chooseRegion(province, region, wanted, byMany) {
    const known = g.data.catalog.provinces;
    fill(province, known);
    const most = [...known].sort((a, b) => b[2] - a[2])[0];
    const usual = byMany ? most : known[0];
    const own = known.find(([key]) => wanted && key === provinceOf(wanted));
    if (own || usual) province.value = (own || usual)[0];
    await fillRegions(province, region, byMany);
    const isThere = [...region.options].some((option) => option.value === wanted);
    if (isThere) region.value = wanted;
    return isThere || !wanted;
  }

  Object.assign(g, { agenciesOf, chooseRegion, fillRegions, regions });
})();
