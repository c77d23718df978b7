"""Numbers of persons, country by country."""

import pytest

from knowledge.privacy import Kind, find


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CPF 529.982.247-25", "529.982.247-25"),
        ("cpf: 52998224725", "52998224725"),
        ("DNI 12345678Z", "12345678Z"),
        ("NIE X1234567L", "X1234567L"),
        ("Codice fiscale RSSMRA85T10A562S", "RSSMRA85T10A562S"),
        ("Steuer-ID 86 095 742 719", "86 095 742 719"),
        ("Sozialversicherungsnummer 65 170839 J 003", "65 170839 J 003"),
        ("no. 2 55 08 14 168 025 38 of France", "2 55 08 14 168 025 38"),
        ("AHV 756.9217.0769.85", "756.9217.0769.85"),
        ("PESEL 44051401359", "44051401359"),
        ("BSN: 111222333", "111222333"),
        ("주민등록번호 850101-1234567", "850101-1234567"),
        ("Aadhaar 4991 1866 5246", "4991 1866 5246"),
        ("QQ 12 34 56 C is a number of nobody, AB 12 34 56 C may be", "AB 12 34 56 C"),
        ("passport no. C01X00T47", "C01X00T47"),
        ("SIN 046 454 286", "046 454 286"),
        ("personnummer 811218-9876", "811218-9876"),
    ],
)
def test_the_number_of_a_person_is_found(text: str, number: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in find(text)] == [
        (Kind.IDENTITY, number)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "CPF 529.982.247-26",
        "EAN 4006381333931",
        "DNI 12345678A",
        "part RSSMRA85T10A562X",
        "Order 12345678Z",
        "Steuer-ID 86 095 742 718",
        "756.9217.0769.86",
        "PESEL 44051401358",
        "Order 4512-8834-1290",
        "passport no. RENEWABLE",
        "phone 046 454 286",
        "2026-11-28 850101-5234567",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == ()
