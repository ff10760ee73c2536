#!/usr/bin/python3
"""Builds PartnerCenterSansSC.otf from Debian's fonts-noto-cjk (needs: apt-get install fonts-noto-cjk fonttools unicode-data).

The result is CID-keyed CFF without hints, subroutines and layout tables: PdfFont.cs reads exactly that.
"""
import bz2
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
NAME, PS_NAME = "PartnerCenter Sans SC", "PartnerCenterSansSC"
RANGES = [  # Latin, Greek, Cyrillic, punctuation, currency, symbols, kana, full-width, and every URO ideograph
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x370, 0x45F), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x2070, 0x209F),
    (0x20A0, 0x20CF), (0x2100, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x27BF), (0x3000, 0x312F), (0x31A0, 0x31BF),
    (0x3200, 0x33FF), (0x4E00, 0x9FFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0xFFFD, 0xFFFD)]
# no radicals (2E80-2FDF); compatibility ideographs only the twelve that are in truth unified ones
UNIFIED = [0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29]


def table_of_general_standard_characters():
    """The 8,105 characters of 通用规范汉字表 (2013), some of which are in CJK extensions A to E."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        return {int(l.split("\t")[0][2:], 16) for l in lines if "\tkTGH\t" in l}


def main(target):
    wanted = {c for a, b in RANGES for c in range(a, b + 1)} | set(UNIFIED) | table_of_general_standard_characters()
    options = subset.Options(
        hinting=False, desubroutinize=True, layout_features=[], notdef_outline=True, glyph_names=False,
        recalc_timestamp=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], font_number=2)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "DSIG"]
    font = subset.load_font(SOURCE, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    for record in font["name"].names:
        new = {1: NAME, 3: PS_NAME + ";2.004", 4: NAME, 6: PS_NAME}.get(record.nameID)
        if new:
            record.string = new
    cff = font["CFF "].cff
    cff.fontNames[0] = PS_NAME
    cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = NAME
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format == 12][:1]
    subset.save_font(font, target, options)
    done = TTFont(target)
    cmap = done.getBestCmap()
    print(len(cmap), "characters,", done["maxp"].numGlyphs, "glyphs; wanted ideographs missing:",
          sum(1 for c in wanted if (c > 0x33FF and not 0xFE00 <= c <= 0xFFFF) and c not in cmap),
          "; outside the URO:", sum(1 for c in cmap if 0x3400 <= c <= 0x4DBF or c > 0xFFFF))
    top = done["CFF "].cff.topDictIndex[0]
    assert len(top.GlobalSubrs) == 0 and hasattr(top, "ROS")
    for fd in top.FDArray:
        assert not hasattr(fd.Private, "Subrs")
        print(fd.rawDict, fd.Private.rawDict)
    print(top.rawDict.keys(), {k: top.rawDict[k] for k in ("FontBBox", "CIDCount")})


main(sys.argv[1] if len(sys.argv) > 1 else "PartnerCenterSansSC.otf")
