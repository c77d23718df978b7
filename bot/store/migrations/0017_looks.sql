-- How a picture of a conversation looks to the picture model of that name: half-precision numbers; NULL without one.
ALTER TABLE looked ADD COLUMN vector BLOB;
ALTER TABLE looked ADD COLUMN model TEXT NOT NULL DEFAULT '';
