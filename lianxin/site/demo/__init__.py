"""Two communities that are strangers to each other: their registers and their stories, in files."""
