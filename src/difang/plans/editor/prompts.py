"""What each part asks for: a question, and where its words come from."""

from difang.text import Text

PROMPTS = {
    1: Text(
        "這裡和別的地方有什麼不同？先看數字找到的，再寫下居民說的；自己補充的會標示為「在地說法」。",
        "What is different here? Begin with what the figures found, then tell what people say; what you add is marked "
        "as told.",
    ),
    2: Text(
        "誰會受影響、誰能幫忙、誰可能反對？個人要本人同意才列名。",
        "Who is affected, who can help, who may object? Persons are listed only with their consent.",
    ),
    3: Text(
        "願景一句話怎麼說？怎麼討論出來的、誰在場、有哪些不同意見？",
        "The vision in one sentence. How was it agreed, who was there, which objections remain?",
    ),
    4: Text(
        "要做哪些事業？各做什麼、在哪裡、什麼時候、誰主辦、怎麼賺錢、風險是什麼？",
        "Which ventures? What, where, when, who leads, how does each earn its keep, what are the risks?",
    ),
    5: Text(
        "每個事業缺什麼？補助、貸款、投資、法規、土地、人、專業；多少、什麼時候、可以找誰？",
        "What does each venture lack? Money, rules, land, people, skills: how much, when, who could meet it?",
    ),
    6: Text(
        "少數幾個能量的目標：基線（從哪裡來）、目標、年份、怎麼證明。",
        "A few measurable targets: baseline and its source, target, year, proof.",
    ),
}
