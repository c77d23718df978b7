"""What announces a secret, in the languages, programs and misreadings in which it does."""

import pytest

from knowledge.privacy import find

SAID = [
    "Senha: {}",
    "contrasena: {}",
    "Hasło: {}",
    "Wachtwoord: {}",
    "パスワード：{}",
    "비밀번호: {}",
    "Şifre: {}",
    "Mật khẩu: {}",
    "Heslo: {}",
    "Jelszó: {}",
    "Lösenord: {}",
    "Adgangskode: {}",
    "Κωδικός: {}",
    "pw: {}",
    "user: mara pass: {}",
    "password {}",
    "the password for the server is {}",
    "Password (admin): {}",
    "login mara / {}",
    "WPA2 key: {}",
    "DB_PASS={}",
    "mysql -u root -p{} db",
    "redis-cli -a {}",
    "<password>{}</password>",
    "'password' => '{}'",
    "const password = `{}`",
    "Server=db;Uid=sa;Pwd={};",
    "REDIS_PASS={}",
    "password – {}",
    "IDENTIFIED BY '{}'",
    "docker login -u mara -p {}",
    "Password\n{} Copy\n",
    "Admin pass\n{}\n",
    "Password\nC\n{}\n",
]


@pytest.mark.parametrize("said", SAID)
def test_a_password_is_found_in_whatever_way_it_is_said(said: str) -> None:
    text = said.format("Blue-Horse-77")
    assert [text[one.start : one.end] for one in find(text)] == ["Blue-Horse-77"]


@pytest.mark.parametrize(
    "text",
    [
        "Wi-Fipassord:Blue-Horse-77",
        "Passwrod: Blue-Horse-77",
        "Paswort\tBlue-Horse-77",
        "Pa55w0rd: Blue-Horse-77",
        "Passphrse: Blue-Horse-77",
        "密玛：Blue-Horse-77",
        '"mysq paword":"Blue-Horse-77"',
        "バスワード:Blue-Horse-77",
        "your new Πob is: Blue-Horse-77",
        "Iapon\tBlue-Horse-77",
        "?\nBlue-Horse-77\n",
        "Mot de psse: Blue-Horse-77",
        "Mol de passe\nBlue-Horse-77\n",
        "Kafa sandi: Blue-Horse-77",
        "Secrel key: Blue-Horse-77",
        "client_secrot=Blue-Horse-77",
    ],
)
def test_a_password_is_found_where_its_label_was_misread(text: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == ["Blue-Horse-77"]


@pytest.mark.parametrize(
    "text",
    [
        "SECRET_KEY_BASE={}",
        "export STRIPE_WEBHOOK_SECRET={}",
        "CONSUMER_KEY='{}'",
        "BUILD=7\nUPSTREAM={}\nMODE=fast",
        "https://discord.com/api/webhooks/1234567890/{}",
        "Cookie: lang=en; sessionid={}",
        "accessToken: {}",
    ],
)
def test_a_key_is_found_by_the_name_of_its_variable_or_address(text: str) -> None:
    key = "aB3dE5fG7hI9jK1lM3nO5pQ7rS"
    filled = text.format(key)
    assert [filled[one.start : one.end] for one in find(filled)] == [key]


@pytest.mark.parametrize(
    "made_up",
    [
        "vsd3my-s74zp6-49yh4h",
        "hobkoj-2zyxvu-Dixtyp",
        "HDCG@xUtz!fm",
        "sdbma!37wKAWeA",
        "Maple#$5193",
    ],
)
def test_what_a_generator_made_up_is_found_without_a_label(made_up: str) -> None:
    text = f"it is {made_up}, tell nobody"
    assert [text[one.start : one.end] for one in find(text)] == [made_up]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Passphrase: correct horse battery staple", "correct horse battery staple"),
        ('password: "correct horse battery"', "correct horse battery"),
        ("Door code: 4821", "4821"),
        ("Your code is 482910", "482910"),
        ("Verification code\n776191 Copy", "776191"),
        ("Verification code for staging: 597540", "597540"),
        ('"otp": "190979",', "190979"),
        ("REDIS_PASS=garden-silver-rocket-winter", "garden-silver-rocket-winter"),
        ("LDAP_BIND_PWD=s2V(EY)b&_oU ./deploy.sh", "s2V(EY)b&_oU"),
        ("Secret key for staging: yNF80gS6b/cB7RZmDWFx", "yNF80gS6b/cB7RZmDWFx"),
        (
            '"SECRET_ACCESS_KEY": "pbwss5m7KenJ0MbyhwaP3ifxXpE8e\np/kagxdiyl1",\nISBN 978',
            "pbwss5m7KenJ0MbyhwaP3ifxXpE8e\np/kagxdiyl1",
        ),
        (
            "API key\nsk-TBuzJHD1PyCQfISeZOI8Wovve3eBUPYG78G\nPgipTvrzewqj\nthen",
            "sk-TBuzJHD1PyCQfISeZOI8Wovve3eBUPYG78G\nPgipTvrzewqj",
        ),
        (
            "WEBHOOK_SECRET=hxThNfAQhL1W2f\nkWE7Xcso14V0s7rLoB456Nb+KA9wd= ./deploy.sh",
            "hxThNfAQhL1W2f\nkWE7Xcso14V0s7rLoB456Nb+KA9wd=",
        ),
        ("Bestätigungscode: 482 910", "482 910"),
        ("验证码是 482910", "482910"),
        ("G-482910 is your verification code", "482910"),
        (
            "absorbwireareacoyote depth iconfinal isa close fly balance rival",
            "absorbwireareacoyote depth iconfinal isa close fly balance rival",
        ),
    ],
)
def test_phrases_and_codes_are_found_whole(text: str, phrase: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "Passport: renewal2026",
        "All tests pass: everything works",
        "pass the salt2pepper please",
        "Password (bool, optional): Enable it to hide what is typed",
        "SSH_PUBLIC_KEY=AAAAC3NzaC1lZDI1NTE5AAAAIT",
        "IMAGE_DIGEST=aB3dE5fG7hI9jK1lM3nO5pQ7rS",
        "PRIMARY_KEY=order_id_2",
        "extra_args += ['--password', password]",
        "Token:\n密码长度为8到20位",
        "Password: *水冰永**冰*冰***",
        "password\nololclololololklololok\n",
        "password: requred",
        "Token:\ndf527dd6-dd90-45be-bea2-34d48ca870c2",
        "-> Token:\nam:aws:ec2:eu-north-1:721598051040:instance/i-01df",
        "-> Token:\n9b29ec1 Fix the paging of long lists",
        "Password:************\n2\nTracking1ZW4I1C6S78YRQ03B8\n",
        "filesets are identified by four parts",
        "Password - required",
        "crossword: answers-to-all-42",
        "- _**Revert**_ of what came before",
        "'base64-decode-region', 'base64-encode-region'",
        "password = certs[0][2]",
        "This version removes the copyright ownership notice such that this license can be used",
        "our keyword: strategy2026",
        "Error code: 4041",
        "Mot de Paris: Blue-Horse-77",
        "success key: Blue-Horse-77",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert find(text) == ()
