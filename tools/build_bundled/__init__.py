"""Make the figures that ship: tables of `shared/data`, re-keyed into our schema.

Run `python -m tools.build_bundled [NAME…] [--shared DIR]`; NAME is a data set (`population.by_age`)
or a whole map (`population`); without a name everything is made. To add a data set:

1. write `tools/build_bundled/<map>.py` (a second module of a map goes into `MODULES` of `__main__`);
2. write a function `build(shared: Shared) -> Dataset`, decorated `@dataset("<map>.<what>")`;
3. read with `shared.sql("select … from {t}", t="folder/file.csv.gz")`: every column arrives as text
   (codes stay codes), cast what is a number; each file read is recorded with its sha256;
4. return `Dataset(table=…, keys=[…], measures=[Measure("population", "persons")], meta=Meta(…),
   checks=[Check("national total, December 2025", 23_299_132, found)])`: a failed check stops the run;
5. commit `src/difang/data/<map>.<what>/`, and test its totals in `tests/data`.
"""
