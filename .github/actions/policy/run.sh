#!/usr/bin/env bash
# Validates $POLICY, and keeps one comment on the pull request with what it changes since the commit that the pull request is merged into.
set -uo pipefail

# The marker is a part of a jq program and of an HTML comment, which a name can end.
marker="<!-- macie-warden policy: ${POLICY//[^A-Za-z0-9.\/_ -]/_} -->"
# GitHub refuses a comment of more than 65,536 characters, and a summary of more than 1,048,576 bytes.
most_of_comment=60000
most_of_summary=1000000
# A message has no run of backticks of this length, so it does not end the block that it is in.
fence='````````````'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
body="$folder/body.md"
code=0

# The version of this action, so that a workflow that pins the action pins the command line.
version=${VERSION:-$(node -p 'require(process.argv[1]).version' "$(cd "$(dirname "$0")/../../.." && pwd)/package.json")}
read -ra command_line <<<"${WARDEN:-npx --yes --package macie-warden@$version macie-warden}"

# The folder of this run is no part of its messages.
warden() {
  "${command_line[@]}" "$@" 2>"$folder/problems.raw"
  local status=$?
  sed "s|$folder/||g" "$folder/problems.raw" >"$folder/problems"
  return $status
}

stop() {
  echo "::error::macie-warden: $1" >&2
  exit 1
}

# The commit to compare with. The base in an event can be older than the commit that the pull request is merged into: that is the first
# parent, where the merge is checked out. A shallow clone names its parents as well.
base_commit() {
  local parents
  parents=$(git cat-file -p HEAD | sed -n 's/^parent //p')
  if [ -n "${HEAD_SHA:-}" ] && [ "$(sed -n 2p <<<"$parents")" = "$HEAD_SHA" ]; then
    sed -n 1p <<<"$parents"
  else
    echo "$BASE"
  fi
}

has_commit() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# The text of a file in a block of code.
block() {
  printf '\n%s\n' "$fence"
  sed "s/$fence/${fence:1} /g" "$1"
  printf '%s\n' "$fence"
}

describe() {
  local is_valid=yes
  [ -e "$POLICY" ] && { warden policy validate --policy "$POLICY" >"$folder/valid" || is_valid=no; }
  if [ "$is_valid" = no ]; then
    code=1
    echo 'The policy is wrong:'
    block "$folder/problems"
  elif [ -z "${BASE:-}" ]; then
    [ -e "$POLICY" ] || stop "there is no file $POLICY. Give the path of the policy from the root of the repository as the input policy"
    echo 'The policy is valid. There is no pull request, so it is compared with nothing:'
    block "$folder/valid"
  else
    compare "$(base_commit)"
  fi
}

# What a valid policy changes, or one that is no longer there.
compare() {
  if ! has_commit "$1" && ! { git fetch --quiet --depth 1 origin "$1" 2>"$folder/problems" && has_commit "$1"; }; then
    code=1
    echo "The changes are not known: the commit $1, which the pull request is merged into, cannot be fetched. Let actions/checkout keep its credentials, or give it fetch-depth: 0:"
    block "$folder/problems"
  elif ! git show "$1:./$POLICY" >"$folder/base.yml" 2>/dev/null; then
    [ -e "$POLICY" ] || stop "there is no file $POLICY, neither before nor after. Give the path of the policy from the root of the repository as the input policy"
    echo 'A new policy, and a valid one:'
    block "$folder/valid"
  elif [ ! -e "$POLICY" ]; then
    code=1
    echo 'The policy is removed, and whatever runs with it fails. If it has moved, change the input `policy` of this action.'
  elif ! warden policy validate --policy "$folder/base.yml" >/dev/null; then
    echo 'The policy is valid. The one before was wrong, so they are not compared:'
    block "$folder/problems"
  else
    show_difference
  fi
}

show_difference() {
  warden policy diff "$folder/base.yml" "$POLICY" --format markdown
  # It exits with 1 where something changes.
  if [ $? -gt 1 ]; then
    code=1
    echo 'The changes cannot be shown:'
    block "$folder/problems"
  elif grep ': warning: ' "$folder/valid" >"$folder/warnings"; then
    printf '\nThe policy is valid, with warnings:\n'
    block "$folder/warnings"
  fi
}

# The text of a file, or its beginning with a sentence on where the rest is. Whole lines, so that a row of a table is not cut.
beginning() {
  if [ "$(wc -c <"$1")" -le "$2" ]; then
    cat "$1"
    return
  fi
  head -c "$2" "$1" | sed '$d' >"$folder/cut"
  cat "$folder/cut"
  [ $(($(grep -c "^$fence" "$folder/cut") % 2)) -eq 0 ] || echo "$fence"
  printf '\nThe rest is too long for this place: %s.\n' "$3"
}

# Writes the comment of this policy, or the one that is there already. A comment of somebody else that begins as this one does is left alone.
comment() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" me id
  me=$(gh api graphql --raw-field query='{viewer{login}}' --jq .data.viewer.login) || return
  id=$(gh api --paginate "$comments" --jq ".[] | select(.user.login == \"$me\") | select(.body | startswith(\"$marker\")) | .id" | head -n 1) || return
  beginning "$body" "$most_of_comment" 'the summary of the job has more' >"$folder/comment.md"
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$folder/comment.md"
  else
    gh api --silent --method POST "$comments" --field "body=@$folder/comment.md"
  fi
}

case $POLICY in
  ssm:* | s3://* | /*) stop "the input policy is $POLICY. It takes a file of the repository, by its path from the root, such as policy.yml" ;;
esac
"${command_line[@]}" --version >/dev/null || stop 'the command line does not start: the log has its message. It needs Node.js 22.13 or newer, such as that of actions/setup-node'
{
  printf '%s\n### macie-warden: %s %s %s\n\n' "$marker" "$fence" "$POLICY" "$fence"
  describe
} >"$body"

cat "$body"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  beginning "$body" "$most_of_summary" 'the log of the job has it' >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${PULL_REQUEST:-}" ]; then
  comment || echo "::warning::macie-warden: the comment could not be written. The job needs the permission pull-requests: write, which pull requests of forks do not have. The summary of the job has the text"
fi
exit "$code"
