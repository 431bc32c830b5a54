"""Old printed forms that Unicode encodes apart from the form that the mainland prints today.

The same character drawn otherwise (值 with a straight 直, 青 with 円), not another word: printing
houses of Hong Kong, Taiwan and before 1965 have these, and OpenCC does not know them. Source: the
comparison of new and old forms (新旧字形对照表) that follows 印刷通用汉字字形表 of 1965; code
points by kZVariant and kSemanticVariant of Unicode's Unihan database, and by comparison of the
glyphs where it has none (尙 尚, 靑 青).
"""

_PAIRS = """
値值 兪俞 冩写 吿告 呑吞 喩喻 囘回 囬回 囯国 圅函 塡填 夀寿 姸妍 娯娱 寃冤 寳宝 尙尚 屛屏
巓巅 徃往 恊协 愼慎 戱戏 戸户 挿插 揑捏 揷插 敍叙 昻昂 晩晚 曁暨 曽曾 桒桑 槪概 歩步
歳岁 毎每 汚污 淸清 渇渴 渉涉 漑溉 濶阔 瀬濑 焔焰 煕熙 熈熙 甁瓶 畧略 皐皋 硏研 穂穗 竝并
緖绪 縁缘 翺翱 莾莽 薫薰 虗虚 衞卫 覇霸 郞郎 郷乡 鄕乡 隣邻 隷隶 靑青 靭韧 頼赖 顚颠 飮饮
餠饼 騈骈 髙高 黒黑 黙默
"""

OLD_FORMS: dict[str, str] = {pair[0]: pair[1] for pair in _PAIRS.split()}
"""Old form → the simplified character in the form of today."""
