/** The method's paper, and this page, as BibTeX. @param year of today */
export function citation(link: string, year: number): string {
  return `@article{zweiger2025seal,
  title = {Self-Adapting Language Models},
  author = {Zweiger, Adam and Pari, Jyothish and Guo, Han and Aky{\\"u}rek, Ekin and Kim, Yoon and Agrawal, Pulkit},
  journal = {arXiv preprint arXiv:2506.10943},
  year = {2025},
  url = {https://arxiv.org/abs/2506.10943}
}

@misc{selfeditplayground,
  title = {Self-Edit Playground: a language model that writes its own training data, in a browser tab},
  year = {${year}},
  url = {${link}}
}
`;
}
