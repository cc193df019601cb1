"""Which language a text is written in, told by its commonest words."""

# Words that are common in one of these languages and rare in the others. The names are those of
# PostgreSQL's text-search configurations.
COMMON = {
    "english": "the and of to is was that with have this you are they would been what where which my",
    "german": "der und nicht das ist ich wir sie mit dem den ein eine auch auf für wie haben wird sich",
    "french": "les des est pas que je nous vous dans une avec pour sur mais être cette mon plus et aux",
    "spanish": "los las el que y una para por con pero muy más está como mi qué cuando también yo fue",
    "italian": "il che non di è sono per una gli della con mi anche ho più nel questo perché ma come",
    "portuguese": "não uma os que eu com para mas você muito em do da também meu minha foi está isso ao",
    "dutch": "het een niet ik van dat de zijn maar wij ook voor met naar heb bij hebben deze wordt uit",
    "swedish": "och att det är jag inte som en på för med har till vi den av men om mig också",
    "danish": "og det er jeg ikke at en på for med har til vi den af men også mig meget hvor",
    "norwegian": "og det er jeg ikke å en på for med har til vi den av men også meg mye hvor",
    "finnish": "ja on ei että se hän mutta minä kun olen oli ovat myös niin kanssa mikä tämä sitä",
    "hungarian": "és az hogy nem egy is van ez meg de csak már volt mint én lesz azt itt vagy",
    "romanian": "și nu este în pe care cu mai din am sunt dar pentru ca să fost mea la ce",
    "turkish": "ve bir bu çok için ben ama değil daha gibi var ile olan benim ne kadar sonra şey",
    "russian": "и в не на я что он с как это но мы она они был мне так его уже для",
}
LANGUAGES: dict[str, tuple[str, ...]] = {}
for language, common in COMMON.items():
    for common_word in common.split():
        LANGUAGES[common_word] = (*LANGUAGES.get(common_word, ()), language)
LEAST = 2  # common words that tell a language
WORDS = 400  # read of a text
FOREIGN = 0.04  # share of letters that English does not write


def language_of(text: str) -> str | None:
    """The text-search configuration of a text of lower-case words, None where it does not tell."""
    counts: dict[str, int] = {}
    for word in text.split(" ", WORDS)[:WORDS]:
        for language in LANGUAGES.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    if counts:
        best = max(counts.values())
        leaders = [language for language, count in counts.items() if count == best]
        if best >= LEAST and len(leaders) == 1:
            return leaders[0]
    elif not text.isascii() and sum(map("\x7f".__lt__, text)) > FOREIGN * len(text):
        return "simple"
    return None


def languages(texts: list[str]) -> list[str | None]:
    """The text-search configuration of each text, given as lower-case words (see words).

    None where a text is too short or too mixed to tell. "simple" where it is written with letters
    that English does not have and in none of the languages: a stemmer would spoil it.
    """
    return [language_of(text) for text in texts]
