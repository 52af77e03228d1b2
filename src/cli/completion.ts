// `surfscan completion SHELL`: a script that knows commands and options as they are declared. It asks no program when
// Tab is pressed: starting one each time is what makes completion slow.

import type { Command, Option } from 'commander';
import { cleanText, usageError } from '../api/common.ts';

const SCRIPTS = { bash, zsh, fish } as const;

/** Throws ERR_USAGE for a shell that is not known. */
export function completionScript(shell: string, main: Command): string {
  if (Object.hasOwn(SCRIPTS, shell)) return SCRIPTS[shell as keyof typeof SCRIPTS](main);
  const known = Object.keys(SCRIPTS).join(', ');
  throw usageError(`completion ${cleanText(shell, 80)}: expected one of ${known}`);
}

const optionsOf = (command: Command): Option[] => [
  ...command.options,
  command.createOption('--help', 'display help for command'),
];

/** In single quotes, as sh and its kind take them. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The first sentence: what fits beside a name. */
const brief = (text: string) => cleanText(text.split(/[;(]/)[0]!.trim(), 60);

function bash(main: Command): string {
  const cases = main.commands.map((command) => {
    const options = optionsOf(command).map(({ long }) => long);
    return `    ${command.name()}) options=${quoted(options.join(' '))} ;;`;
  });
  const names = main.commands.map((command) => command.name());
  return `# bash completion of surfscan: source <(surfscan completion bash)
_surfscan() {
  local current=\${COMP_WORDS[COMP_CWORD]} options=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...names, 'help', '--help', '--version'].join(' '))} -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _surfscan surfscan
`;
}

function zsh(main: Command): string {
  // _arguments(zshcompsys): '--option[what it is]:what follows:how'; brackets and colons have their meaning there.
  const plain = (text: string) => text.replace(/[[\]:\\]/g, '\\$&');
  const option = (each: Option) => {
    const value = each.required
      ? `:${plain(cleanText(each.flags.split(' ').at(-1)!, 40))}:_files`
      : '';
    const repeat = each.parseArg === undefined ? '' : '*';
    return `      ${quoted(`${repeat}${each.long}[${plain(brief(each.description))}]${value}`)}`;
  };
  const commands = main.commands.map(
    (command) => `    ${quoted(`${command.name()}:${plain(brief(command.description()))}`)}`,
  );
  const cases = main.commands.map(
    (command) =>
      `    ${command.name()}) _arguments \\\n${optionsOf(command).map(option).join(' \\\n')} \\\n      '*:target or map:_files' ;;`,
  );
  return `#compdef surfscan
# zsh completion of surfscan: surfscan completion zsh > a folder of $fpath/_surfscan
_surfscan() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _surfscan surfscan
`;
}

function fish(main: Command): string {
  // Of single-quoted text fish takes \\\\ and \\' alone, fish-language(1).
  const text = (words: string) => `'${words.replace(/[\\']/g, '\\$&')}'`;
  const names = main.commands.map((command) => command.name()).join(' ');
  const lines = main.commands.flatMap((command) => [
    `complete -c surfscan -n ${text(`not __fish_seen_subcommand_from ${names}`)} -f -a ${command.name()} -d ${text(brief(command.description()))}`,
    ...optionsOf(command).map(
      ({ long, required, description }) =>
        `complete -c surfscan -n ${text(`__fish_seen_subcommand_from ${command.name()}`)} -l ${long!.slice(2)}${required ? ' -r' : ''} -d ${text(brief(description))}`,
    ),
  ]);
  return `# fish completion of surfscan: surfscan completion fish > ~/.config/fish/completions/surfscan.fish\n${lines.join('\n')}\n`;
}
