"""Find the words that announce a secret: `Password`, `API key`, `密码`, `DB_PASS`, as people, programs and OCR write.

Replaces each by as many signs of its sort, so that the patterns of `labelled` need no words. Knows no values.
"""

import re
from typing import Final

from knowledge.privacy.misread import misread

PASS, BRIEF, TOKEN, ID, CODE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""Signs from Unicode's private area: a password; a word that may mean one; a key; half of one; a number sent once."""

_PASS: Final = (
    r"pass[ _-]?words?|pass[ _-]?wd|pass[ _-]?phrase|pass[ _-]?code|pwd|pswd|kennwort|passwort"
    r"|contrase(?:ñ|n|nh)a|contrasenya"
    r"|mots? de passe|senha|palavra-passe|has[lł]o|heslo|geslo|lozinka|wachtwoord|jelsz(?:ó|ö|o)|salasana"
    r"|l(?:ö|o)senord|adgangskode"
    r"|passord|kata sandi|m[ậạaâ]t kh[ẩaâ]u|[şsș]ifre|slapta[zž]odis|zugangscode"
    r"|(?<=[A-Za-z0-9]_)pass(?![A-Za-z])|пароль|[∏π]\w{1,6}[bь]{1,2}|[∏π][l1i]?[aа][pр]?(?:o|о)[bь]{1,3}"
    r"|(?:[∏πn]|[tf][lt]|ii)[l1i]?[aа][pр](?:o|о)[nлjl]?[bь]{1,3}"
    r"|[密宓蜜][码玛碼马馬吗妈]|口令|[パバハ]ス[ワウ][ー一-]ド|暗証番号|비밀번호"
    r"|κωδικός|סיסמה|كلمة المرور|كلمة السر|รหัสผ่าน|पासवर्ड"
    r"|(?:wi-?fi|wlan|network|wpa[23]?)[ _-]?(?:key|psk)|netzwerkschlüssel|wlan-schlüssel|wpa[ _]passphrase"
)
"""The odd ones are what OCR that knows no Cyrillic makes of the Russian word."""
_BRIEF: Final = (
    r"pass|pw|psk|mdp|clave|[il1|]{1,2}[aа][pр][oо][nлjl]{1,2}[bь]?|parool|parol[ae]|암호|passkey|credentials?"
    r"|zugangsdaten"
)
_TOKEN: Final = (
    r"api[ _-]?(?:key|secret|token)|secret[ _-]?access[ _-]?key|access[ _-]?key|secret[ _-]?key(?:[ _-]?base)?"
    r"|client[ _-]?secret"
    r"|private[ _-]?key|(?:account|signing|encryption|storage|shared|master|consumer|session|app|webhook)"
    r"[ _-]?(?:key|secret)"
    r"|(?:auth|access|refresh|bot|bearer|session|private)[ _-]?token|(?:php|j|asp\.net_)?sess(?:ion)?[_-]?id(?==)"
    r"|secret|token|(?:api-?|geheimer )schlüssel|cl[ée] (?:api|secrète)|clave (?:api|secreta)|ключ|токен"
    r"|密钥|密鑰|令牌|秘钥"
)
_ID: Final = r"access[ _-]?key[ _-]?[il1]d"
"""Half of a pair; alone it opens nothing, but it names the account and is rotated like the other half."""
_CODE: Final = (
    r"pin(?:[ _-]?code)?|(?:one[ -]time|verification"
    r"|recovery|backup|security|login|door|gate|alarm|entry|access|sign-?in|2fa|sms)"
    r"[ _-]?(?:pass)?codes?"
    r"|otp|(?:your|ihr|dein|votre|su|tu|o seu) (?:code|código)|bestätigungscode|sicherheitscode"
    r"|code de (?:vérification|sécurité)"
    r"|código de (?:verificación|verificação|seguridad)|codice di verifica|код(?: подтверждения)?"
    r"|验证码|驗證碼|認証コード|인증번호"
)
_NAME: Final = (
    r"(?-i:(?<![A-Z])(?!(?:[A-Z0-9]+_)*(?:PUBLIC|PUB|PRIMARY|FOREIGN|PARTITION|SORT|CACHE|HOST)_)"
    r"(?:[A-Z][A-Z0-9]*_)+(?:KEY|SECRET|TOKEN|CREDENTIALS?|AUTH|SALT|PSK)"
    r"(?:_(?:BASE|B64|BASE64|V\d|\d|PROD|DEV|TEST|LIVE))?(?=[\"']?\s?[:=]))"
)
"""How programs name what they keep secret."""


def _loose(words: str) -> str:
    """Let a pattern of words fit what OCR makes of them: one of two equal letters gone, a zero for an O, `kev`."""
    return re.sub(r"([a-z])\1", r"\1{1,2}", words).replace("o", "[o0]").replace("key", "k[ec][yvg]")


_LETTER: Final = r"A-Za-zÀ-ÿА-я"
_LABEL: Final = re.compile(
    rf"(?P<a>{_loose(_ID)})|(?P<b>{_loose(_PASS)})"
    rf"|(?P<c>{_NAME}|(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))(?:{_loose(_TOKEN)}))"
    rf"|(?P<d>(?<![{_LETTER}])(?:{_CODE})(?![{_LETTER}]))|(?P<e>(?<![{_LETTER}])(?:{_BRIEF})(?![{_LETTER}]))",
    re.IGNORECASE,
)
_SIGNS: Final = {"a": ID, "b": PASS, "c": TOKEN, "d": CODE, "e": BRIEF}


def marked(text: str) -> str:
    """Return `text` with each label as signs of its sort; all places stay where they are."""
    known = _LABEL.sub(
        lambda found: _SIGNS[found.lastgroup or "b"] * (found.end() - found.start()), text
    )
    for start, end, is_key in misread(known):
        known = known[:start] + (TOKEN if is_key else PASS) * (end - start) + known[end:]
    return known
