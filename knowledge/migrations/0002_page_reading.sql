-- What OCR read on a page of a PDF, by the hash of the PDF: reading a page takes a second or more.
CREATE TABLE page_reading (
    sha256 TEXT NOT NULL,
    page   INTEGER NOT NULL,
    lines  TEXT NOT NULL,
    PRIMARY KEY (sha256, page)
) WITHOUT ROWID;
