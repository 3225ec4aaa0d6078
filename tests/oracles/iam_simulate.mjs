// Answers questions about permissions with another evaluator, one line of JSON each, for comparison.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.env.IAM_SIMULATE + '/')
const { runSimulation, anonymousPrincipal } = await import(
  pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')).href
)

const named = (documents) => documents.map((policy, index) => ({ name: String(index), policy }))

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  const simulation = {
    request: {
      principal: question.principal === '*' ? anonymousPrincipal : question.principal,
      action: question.action,
      resource: { resource: question.resource, accountId: question.owner },
      contextVariables: question.context,
    },
    identityPolicies: named(question.policies ?? []),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: question.resource_policy,
    sessionPolicy: question.session_policy,
    permissionBoundaryPolicies: question.boundary ? named([question.boundary]) : undefined,
    vpcEndpointPolicies: question.endpoint_policy ? named([question.endpoint_policy]) : undefined,
  }
  let answer
  try {
    const result = await runSimulation(simulation, {})
    answer = { result: result.overallResult, errors: result.errors, type: result.resultType }
    answer.result ??= result.result?.analysis?.result
  } catch (problem) {
    answer = { errors: String(problem) }
  }
  console.log(JSON.stringify(answer))
}
