"""An account of a study for readers: the site, the PDF and the DOCX."""
