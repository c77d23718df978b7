"""The categories of a verdict as people call them, in English and Chinese."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "wallet drain": "a scam to empty wallets",
    "false profit": "a promise of easy profit",
    "job scam": "a fake job offer",
    "adult": "an offer of sexual content",
    "contraband": "trade in forbidden goods",
    "gambling": "advertising for gambling",
    "weapons": "instructions for weapons",
    "drugs": "instructions for drugs",
    "self harm": "instructions for self-harm",
    "crime": "instructions for a crime",
    "disguise": "a disguised link",
    "phishing": "a phishing link",
    "program": "a link to a program",
    "invite": "an invitation to a closed chat",
    "ip host": "a link to a bare IP address",
    "shortener": "a shortened link",
    "lookalike": "a link that imitates a known site",
    "mismatch": "a link that opens another address than it shows",
}
CHINESE: Mapping[str, str] = {
    "wallet drain": "骗取钱包的诈骗",
    "false profit": "虚假的盈利承诺",
    "job scam": "虚假招聘",
    "adult": "色情推广",
    "contraband": "违禁品交易",
    "gambling": "赌博推广",
    "weapons": "制造武器的方法",
    "drugs": "制造毒品的方法",
    "self harm": "自我伤害的方法",
    "crime": "犯罪的方法",
    "disguise": "伪装的链接",
    "phishing": "钓鱼链接",
    "program": "程序下载链接",
    "invite": "私密群组的邀请链接",
    "ip host": "指向 IP 地址的链接",
    "shortener": "短链接",
    "lookalike": "仿冒知名网站的链接",
    "mismatch": "显示地址与实际地址不同的链接",
}
